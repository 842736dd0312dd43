package dev.pulse.github;

import org.jspecify.annotations.Nullable;

/** What one request brought: an answer or a failure, and whether to try again. */
record Attempt(
    @Nullable GitHubAnswer answer,
    @Nullable GitHubException failure,
    boolean again,
    @Nullable String location) {
  static Attempt of(GitHubAnswer answer) {
    return new Attempt(answer, null, false, null);
  }

  static Attempt failed(GitHubException failure) {
    return new Attempt(null, failure, false, null);
  }

  static Attempt passing(GitHubException failure) {
    return new Attempt(null, failure, true, null);
  }

  GitHubAnswer result() {
    if (failure != null) {
      throw failure;
    }
    if (answer == null) {
      throw new IllegalStateException("an attempt without an outcome");
    }
    return answer;
  }
}
