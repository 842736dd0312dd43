package dev.pulse.github;

import dev.pulse.api.PulseException;

/**
 * There is no such repository, or the token may not see it: GitHub does not tell which. Unlike a
 * {@link GitHubException} it does not go away by waiting.
 */
public final class RepositoryNotFoundException extends PulseException {
  private static final long serialVersionUID = 1L;

  RepositoryNotFoundException(String message) {
    super(message);
  }
}
