/** Thrown by a fake in place of an answer: whoever carries the request must break the connection. */
export class ConnectionReset extends Error {
  override readonly name = "ConnectionReset";
  constructor() {
    super("The fake broke the connection.");
  }
}
