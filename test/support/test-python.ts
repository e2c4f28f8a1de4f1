/** The Python with the packages that some tests train with. */
export const TEST_PYTHON = process.env["PAWL_TEST_PYTHON"] ?? "python3";
