package dev.pulse.samples.app;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A stream that a test can read, and wait for. */
final class Captured extends OutputStream {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Object lock = new Object();

  PrintStream stream() {
    return new PrintStream(this, true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    synchronized (lock) {
      bytes.write(source, offset, length);
      lock.notifyAll();
    }
  }

  String text() {
    synchronized (lock) {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  /** Waits until something was written. */
  MatchResult await(String regex) throws InterruptedException {
    var pattern = Pattern.compile(regex);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (lock) {
      while (true) {
        var matcher = pattern.matcher(text());
        if (matcher.find()) {
          return matcher.toMatchResult();
        }
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
          throw new AssertionError("waited in vain for " + regex + " in:\n" + text());
        }
        lock.wait(left);
      }
    }
  }
}
