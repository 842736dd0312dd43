package dev.pulse.samples.server.web;

import java.util.Optional;

/**
 * Says who a caller is, for a host application that knows its users already. Tokens of the server
 * go on to hold for programs; who has none of them is asked for here, on every request but those to
 * {@code /health} and {@code /metrics}.
 *
 * <pre>{@code
 * server.authenticatedBy(request -> logins.user(request.header("Cookie"))
 *     .map(user -> new Principal(user.name(), user.isOnCall() ? Role.OPERATOR : Role.VIEWER)));
 * }</pre>
 *
 * <p>What it looks at, such as a cookie or the name in a header, must be something that no caller
 * can make up: a server that trusts a header must not be reached but through the host that sets it.
 *
 * <p>Called by many threads at once, and for every request: it should answer from memory. What it
 * knows somebody by is not limited here, however often others were wrong: whoever lets people send
 * passwords with each request sees to it that nobody tries them all.
 */
@FunctionalInterface
public interface Authenticator {
  /**
   * Who asks.
   *
   * @param request without its body and without {@link Request#caller}
   * @return the caller, or empty for somebody unknown, who is answered 401
   * @throws Exception lets nobody in: the request is answered 500, a stream ends, and the log says
   *     why
   */
  Optional<Principal> caller(Request request) throws Exception;

  /**
   * Asks on behalf of the server; there is no need to implement it.
   *
   * @throws IllegalStateException when it fails, or calls somebody what nobody can be called
   * @throws HttpError that it throws itself
   */
  default Optional<Principal> ask(Request request) {
    Optional<Principal> caller;
    try {
      caller = caller(request);
    } catch (HttpError e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the host application could not say who asks", e);
    }
    caller.ifPresent(Authenticator::requireName);
    return caller;
  }

  private static void requireName(Principal principal) {
    if (!AccessToken.isName(principal.name())) {
      throw new IllegalStateException(
          "the host application calls somebody \"" + HttpError.shown(principal.name()) + "\"");
    }
  }
}
