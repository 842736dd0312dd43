package dev.pulse.samples.fakes;

import java.time.Instant;
import java.time.InstantSource;

/** Who asks, by the token that was shown, and what that opens. Thread-safe. */
final class FakeGitHubCallers {
  private final FakeGitHubApp app;
  private final InstantSource clock;
  private volatile Instant revoked = Instant.MAX;

  FakeGitHubCallers(FakeGitHubApp app, InstantSource clock) {
    this.app = app;
    this.clock = clock;
  }

  /** No token is taken from then on. */
  void revokeAt(Instant moment) {
    revoked = moment;
  }

  /** For whom a request is counted. */
  String counted(String token) {
    if (token.isEmpty()) {
      return FakeGitHubLimits.ANONYMOUS;
    }
    return isAppsOwn(token) ? "app" : app.counted(token).orElse("token");
  }

  /** Whether this token, or none, is taken at a route. */
  boolean isKnown(String token, String route) {
    if (token.isEmpty()) {
      return true;
    }
    if (isAppsOwn(token)) {
      return route.matches("(GET|POST) (/app|/app/.*|/.*/installation)");
    }
    return clock.instant().isBefore(revoked)
        && (token.equals(FakeGitHub.TOKEN) || app.owner(token).isPresent());
  }

  boolean sees(String token, FakeGitHubRepository repository) {
    return !repository.isClosed()
        || token.equals(FakeGitHub.TOKEN)
        || app.owner(token).filter(repository.owner()::equalsIgnoreCase).isPresent();
  }

  /** The token that an App signed itself, into which its routes look. */
  private static boolean isAppsOwn(String token) {
    return token.startsWith("eyJ");
  }
}
