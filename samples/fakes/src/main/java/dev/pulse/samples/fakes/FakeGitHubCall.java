package dev.pulse.samples.fakes;

/**
 * A request that a {@link FakeGitHub} answered.
 *
 * @param request what was asked
 * @param route the route, such as {@code GET /repos/{owner}/{repo}/readme}; empty text when there
 *     is none
 * @param status what was answered; 0 when the connection was cut or left silent
 */
public record FakeGitHubCall(FakeRequest request, String route, int status) {
  /** Whether the client had an older answer and asked for a newer one only. */
  public boolean conditional() {
    return request.headers().containsKey("if-none-match");
  }
}
