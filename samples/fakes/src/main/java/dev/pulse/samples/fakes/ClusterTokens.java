package dev.pulse.samples.fakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The token that a {@link FakeCluster} accepts, and the files that carry it. Thread-safe. */
final class ClusterTokens {
  private final List<Path> files = new CopyOnWriteArrayList<>();
  private final AtomicInteger rotations = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile String token = "fake-token-0";

  String token() {
    return token;
  }

  String rotate() {
    token = "fake-token-" + rotations.incrementAndGet();
    files.forEach(this::write);
    return token;
  }

  Path file(Path file) {
    files.add(file);
    write(file);
    return file;
  }

  private void write(Path file) {
    try {
      Files.writeString(file, token);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write the token", e);
    }
  }

  /** The next requests, so many, are refused whatever they carry. */
  void refuse(int requests) {
    refusals.set(requests);
  }

  /**
   * Whether a request is let in; to be called once for each.
   *
   * @param certified whether it came with a certificate of the cluster's authority
   */
  boolean accepts(FakeRequest request, boolean certified) {
    boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    return !refused && (certified || request.token().filter(token::equals).isPresent());
  }
}
