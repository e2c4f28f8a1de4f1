/** Formats by the ends of file names, in the words that model hubs use. */
const FORMATS: Readonly<Record<string, string>> = {
  safetensors: "safetensors",
  onnx: "onnx",
  gguf: "gguf",
  pt: "pytorch",
  pth: "pytorch",
  ckpt: "pytorch",
  keras: "keras",
  h5: "hdf5",
  tflite: "tflite",
  pb: "tensorflow",
  joblib: "joblib",
  pkl: "pickle",
  pickle: "pickle",
  ubj: "xgboost",
  cbm: "catboost",
  pmml: "pmml",
  mlmodel: "coreml",
  skops: "skops",
};

/** The format that all weight files have by their names; `undefined` where they differ or it is not known. */
export function nameFormat(paths: readonly string[]): string | undefined {
  const formats = new Set(
    paths.map((path) => {
      const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
      return Object.hasOwn(FORMATS, extension) ? FORMATS[extension] : undefined;
    }),
  );
  return formats.size === 1 ? [...formats][0] : undefined;
}
