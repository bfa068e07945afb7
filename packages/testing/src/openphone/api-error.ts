/** One broken rule, as both surfaces list them. */
export interface ErrorDetail {
  /** JSON pointer into the request, e.g. `/maxResults`. */
  path: string;
  message: string;
  value?: unknown;
  schema: { type: string };
}

export interface ApiErrorOptions {
  title: string;
  message?: string;
  /** The middle digits of a v1 code that tell a named error from the plain status: `01` in `0101400`. */
  variant?: string;
  errors?: ErrorDetail[];
}

/** A refusal, before the surface that was asked gives it its shape. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly title: string;
  readonly variant: string;
  readonly errors: ErrorDetail[] | undefined;

  constructor(status: number, options: ApiErrorOptions) {
    super(options.message ?? options.title);
    this.status = status;
    this.title = options.title;
    this.variant = options.variant ?? "00";
    this.errors = options.errors;
  }
}

export const badRequest = (...errors: ErrorDetail[]): ApiError =>
  new ApiError(400, { title: "Bad Request", message: "The input was invalid", errors });

/** Also the answer for what belongs to another workspace. */
export const notFound = (): ApiError => new ApiError(404, { title: "Not Found" });

export const tooManyParticipants = (): ApiError =>
  new ApiError(400, { title: "Too Many Participants", variant: "01" });

export const notPhoneNumberUser = (variant: string): ApiError =>
  new ApiError(403, { title: "Not Phone Number User", variant });

/** What the plan does not hold. */
export const notInPlan = (): ApiError => new ApiError(403, { title: "Forbidden" });
