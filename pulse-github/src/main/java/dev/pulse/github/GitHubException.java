package dev.pulse.github;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.PulseException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * GitHub gave no answer that says anything about what was asked. Its {@link #kind()} tells what to
 * do; its message names the place, the route and GitHub's id of the request, and never a token.
 */
public final class GitHubException extends PulseException {
  private static final long serialVersionUID = 1L;

  /** What to do about it. */
  public enum Kind {
    /** Wait: all requests of {@link #resource()} are used up until {@link #until()}. */
    RATE_LIMITED,
    /** Wait: GitHub wants to be left alone until {@link #until()}, whatever the request. */
    SECONDARY_LIMITED,
    /** Get a new token: the one there is is wrong, expired or withdrawn. */
    UNAUTHORISED,
    /** Try again later: no answer, or one with a status of 500 and above, also after retries. */
    UNREACHABLE,
    /** Look into it: an answer that cannot be understood, or that must not be followed. */
    UNEXPECTED
  }

  private final Kind kind;
  private final @Nullable Integer status;
  private final @Nullable String resource;
  private final @Nullable Instant until;
  private final @Nullable String requestId;

  private GitHubException(
      Kind kind,
      String message,
      @Nullable Integer status,
      @Nullable String resource,
      @Nullable Instant until,
      @Nullable String requestId) {
    super(message);
    this.kind = requireNonNull(kind, "kind");
    this.status = status;
    this.resource = resource;
    this.until = until;
    this.requestId = requestId;
  }

  static GitHubException rateLimited(String resource, Instant until) {
    return new GitHubException(
        Kind.RATE_LIMITED,
        "GitHub API rate limit exceeded (" + resource + "); requests may go on at " + until,
        null,
        resource,
        until,
        null);
  }

  static GitHubException secondaryLimited(Instant until) {
    return new GitHubException(
        Kind.SECONDARY_LIMITED,
        "GitHub API rate limit exceeded (too many requests at once); they may go on at " + until,
        null,
        null,
        until,
        null);
  }

  static GitHubException of(Kind kind, String message) {
    return new GitHubException(kind, message, null, null, null, null);
  }

  static GitHubException answered(
      Kind kind, String message, int status, @Nullable String requestId) {
    return new GitHubException(
        kind,
        requestId == null ? message : message + " (request " + requestId + ")",
        status,
        null,
        null,
        requestId);
  }

  /** What to do about it. */
  public Kind kind() {
    return kind;
  }

  /** The status of the answer, when there was one that says more than the kind. */
  public Optional<Integer> status() {
    return Optional.ofNullable(status);
  }

  /** GitHub's name for what is used up. */
  public Optional<String> resource() {
    return Optional.ofNullable(resource);
  }

  /** When requests may go on, by the clock of the connection. */
  public Optional<Instant> until() {
    return Optional.ofNullable(until);
  }

  /** GitHub's id of the request, for its support. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }
}
