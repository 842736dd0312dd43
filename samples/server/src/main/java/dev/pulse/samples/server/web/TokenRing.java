package dev.pulse.samples.server.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All tokens of a server. Immutable. */
record TokenRing(List<AccessToken> tokens) {
  TokenRing {
    tokens = List.copyOf(tokens);
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  /** Who has a token; null when nobody does. */
  @Nullable Principal owner(@Nullable String given) {
    @Nullable Principal found = null;
    if (given != null) {
      // All of them, whichever it is: the time tells nothing about the order.
      for (AccessToken token : tokens) {
        found = token.secret().matches(given) ? token.principal() : found;
      }
    }
    return found;
  }
}
