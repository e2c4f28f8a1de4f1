/** A library as model hubs name it. */
export interface Library {
  readonly name: string;
  /** Python distributions, one of which must be installed where the library is used. */
  readonly distributions: readonly string[];
}

/**
 * Libraries whose models people publish.
 * @see https://huggingface.co/docs/hub/models-libraries
 */
const LIBRARIES: readonly Library[] = [
  { name: "sentence-transformers", distributions: ["sentence-transformers"] },
  { name: "diffusers", distributions: ["diffusers"] },
  { name: "peft", distributions: ["peft"] },
  { name: "timm", distributions: ["timm"] },
  { name: "spacy", distributions: ["spacy"] },
  { name: "flair", distributions: ["flair"] },
  { name: "fastai", distributions: ["fastai"] },
  { name: "transformers", distributions: ["transformers"] },
  { name: "catboost", distributions: ["catboost"] },
  { name: "lightgbm", distributions: ["lightgbm"] },
  { name: "xgboost", distributions: ["xgboost", "xgboost-cpu"] },
  { name: "keras", distributions: ["keras", "tensorflow"] },
  { name: "tensorflow", distributions: ["tensorflow", "tensorflow-cpu"] },
  { name: "pytorch", distributions: ["torch"] },
  { name: "sklearn", distributions: ["scikit-learn"] },
];

/** Other spellings that hubs accept. */
const SPELLINGS: Readonly<Record<string, string>> = {
  "scikit-learn": "sklearn",
  torch: "pytorch",
  "tf-keras": "keras",
};

/** The library of a name as a card has it; `undefined` for those that are not known here, about which nothing is said. */
export function findLibrary(name: string): Library | undefined {
  const wanted = name.trim().toLowerCase();
  const spelling = Object.hasOwn(SPELLINGS, wanted) ? SPELLINGS[wanted] : wanted;
  return LIBRARIES.find((library) => library.name === spelling);
}
