package dev.pulse.core.check;

import dev.pulse.core.internal.net.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of a program that says little: without a shell, without the environment of Pulse, without
 * input. It never outlives the run of its check.
 *
 * <p>Its output is read after its end. Until then it lies in the pipe, whose size bounds it: a
 * program that says more than fits waits there until the deadline. So no thread has to read along,
 * and the thread of the run waits where an interrupt reaches it.
 */
final class PingProcess {
  private static final int MOST = 1 << 16;
  private static final long REAP_SECONDS = 2;

  private PingProcess() {}

  /**
   * How it ended.
   *
   * @param status its exit status
   * @param output what it said on both of its outputs, at most 64 KiB
   */
  record Ended(int status, String output) {}

  /**
   * Runs a program to its end; empty when it had to be killed at the deadline.
   *
   * @throws IOException when it cannot be started
   * @throws InterruptedException when the thread was interrupted; the program is gone then
   */
  static Optional<Ended> run(List<String> command, Deadline deadline)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C");
    var process = builder.start();
    try (var output = process.getInputStream()) {
      process.getOutputStream().close();
      // Not waitFor: it waits inside a lock, which holds on to the carrier of a virtual thread.
      process.onExit().get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      return Optional.of(new Ended(process.exitValue(), read(output)));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IOException("the end of a program cannot be waited for", e);
    } finally {
      kill(process);
    }
  }

  /** What has been said; does not wait for a child of the program that holds the pipe open. */
  private static String read(InputStream output) throws IOException {
    byte[] bytes = new byte[MOST];
    int length = 0;
    while (length < MOST && output.available() > 0) {
      int read = output.read(bytes, length, MOST - length);
      if (read < 0) {
        break;
      }
      length += read;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Ends it and its children, and waits until the system has forgotten it. */
  private static void kill(Process process) throws InterruptedException {
    if (!process.isAlive()) {
      return;
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.onExit().get(REAP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Killed, but stuck in the kernel: nobody can do more, and the JDK reaps it when it ends.
      return;
    }
  }
}
