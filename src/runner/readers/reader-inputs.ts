/** The action's input that names one log reader, so that problems can say what to set. */
export const LOG_READER_INPUT = "reader";

/** The action's input that names the file or folder to read. */
export const LOG_PATH_INPUT = "log-path";
