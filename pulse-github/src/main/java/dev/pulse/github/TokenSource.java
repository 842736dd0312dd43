package dev.pulse.github;

import dev.pulse.api.config.Secret;
import dev.pulse.core.internal.net.Deadline;
import java.util.Optional;

/** Who asks. Thread-safe. */
interface TokenSource {
  /** What to show; empty for nothing. */
  Optional<Secret> token(Deadline deadline) throws InterruptedException;

  /** What tells whose answers are kept, which outlives a token that changes; empty for nobody. */
  String identity();

  /** Learns that a token was refused; tells whether there may be another. */
  boolean refused(Secret token);

  /** Nobody in particular. */
  static TokenSource none() {
    return new TokenSource() {
      @Override
      public Optional<Secret> token(Deadline deadline) {
        return Optional.empty();
      }

      @Override
      public String identity() {
        return "";
      }

      @Override
      public boolean refused(Secret token) {
        return false;
      }
    };
  }

  /** Always the same. */
  static TokenSource of(Secret token) {
    return new TokenSource() {
      @Override
      public Optional<Secret> token(Deadline deadline) {
        return Optional.of(token);
      }

      @Override
      public String identity() {
        return token.reveal();
      }

      @Override
      public boolean refused(Secret refused) {
        return false;
      }
    };
  }
}
