import { ApiError } from "./api-error.ts";

/** Characters of a comment, an issue or a pull request body, in the words of GitHub's own error. */
const BODY_CHARACTERS = 65_536;
const TITLE_CHARACTERS = 256;

/** @throws ApiError 422 when a body is longer than GitHub takes. */
export function assertBodyFits(resource: string, body: string): void {
  if ([...body].length > BODY_CHARACTERS)
    throw tooLong(resource, "body", `body is too long (maximum is ${String(BODY_CHARACTERS)} characters)`);
}

/** @throws ApiError 422 when a title is empty or longer than GitHub takes. */
export function assertTitleFits(resource: string, title: string): void {
  if (title.trim() === "") throw tooLong(resource, "title", "title can't be blank");
  if ([...title].length > TITLE_CHARACTERS)
    throw tooLong(resource, "title", `title is too long (maximum is ${String(TITLE_CHARACTERS)} characters)`);
}

function tooLong(resource: string, field: string, message: string): ApiError {
  return new ApiError(422, "Validation Failed", { errors: [{ resource, code: "custom", field, message }] });
}
