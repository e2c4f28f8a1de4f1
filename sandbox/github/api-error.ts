/** An answer that is not a success, in GitHub's own words: `{ message, documentation_url, status, errors? }`. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    { errors, headers = {} }: { errors?: readonly unknown[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

/** 404, which is also what a private repository answers to those who may not see it. */
export function notFound(): ApiError {
  return new ApiError(404, "Not Found");
}

/** 403 of a token whose App lacks the permission. */
export function notAccessible(): ApiError {
  return new ApiError(403, "Resource not accessible by integration");
}

/** 422 with one error object, as GitHub's validations answer. */
export function validationFailed(resource: string, field: string, code: string, message?: string): ApiError {
  return new ApiError(422, "Validation Failed", {
    errors: [{ resource, field, code, ...(message === undefined ? {} : { message }) }],
  });
}
