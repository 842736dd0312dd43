package dev.pulse.github;

import java.io.IOException;
import org.kohsuke.github.GitHub;

/** What is done with github-api, where its types help. */
@FunctionalInterface
interface LibraryCall<T> {
  T call(GitHub github) throws IOException;
}
