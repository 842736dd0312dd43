package dev.pulse.testkit.fault;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A port that is taken.
 *
 * @param port its number
 * @param server what connections are accepted from; null when none are
 * @param held everything to close
 */
record Lock(int port, @Nullable ServerSocket server, List<? extends Closeable> held)
    implements Closeable {
  @Override
  public void close() throws IOException {
    for (Closeable part : held) {
      part.close();
    }
  }
}
