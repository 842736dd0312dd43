package dev.pulse.samples.server.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;

/**
 * Passes bytes on in pieces, and gives up a caller who does not take one of them in time. The idle
 * time-out of a connection is not enough: it begins anew with each byte. Only writing is timed, so
 * that an answer may take its time to be found.
 *
 * <p>Confine to one thread.
 */
final class PacedOutput extends OutputStream {
  /** The most bytes that are passed on at once. */
  static final int PIECE = 32 * 1024;

  /** Gives the caller up, from another thread, when a piece takes too long. */
  @FunctionalInterface
  interface Deadline {
    /**
     * Starts the time of a piece.
     *
     * @return ends it; false when the caller was given up
     */
    BooleanSupplier start();
  }

  @FunctionalInterface
  private interface Step {
    void take() throws IOException;
  }

  private final OutputStream out;
  private final Deadline deadline;

  PacedOutput(OutputStream out, Deadline deadline) {
    this.out = out;
    this.deadline = deadline;
  }

  @Override
  public void write(int one) throws IOException {
    timed(() -> out.write(one));
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    for (int done = 0; done < length; done += PIECE) {
      int begin = from + done;
      int piece = Math.min(PIECE, length - done);
      timed(() -> out.write(bytes, begin, piece));
    }
  }

  @Override
  public void flush() throws IOException {
    timed(out::flush);
  }

  private void timed(Step step) throws IOException {
    var end = deadline.start();
    boolean inTime;
    @Nullable IOException failure = null;
    try {
      step.take();
    } catch (IOException e) {
      failure = e;
    } finally {
      inTime = end.getAsBoolean();
    }
    if (!inTime) {
      var late = new EofException("the caller took too little");
      late.initCause(failure);
      throw late;
    }
    if (failure != null) {
      throw failure;
    }
  }
}
