package dev.pulse.samples.repohealth;

import dev.pulse.api.config.ConfigurationException;
import dev.pulse.samples.repohealth.config.RepoHealthSettings;
import dev.pulse.samples.repohealth.terminal.Notices;
import dev.pulse.samples.server.Door;
import java.io.PrintStream;

/** Starts the system as a program of its own, from its settings. */
public final class RepoHealthMain {
  private RepoHealthMain() {}

  /**
   * Starts the system. It does not wait for a scan; where the database is another server's, it
   * waits up to 30 seconds for that, and answers 503 meanwhile.
   *
   * @param out where to say that it runs, and where the channel {@code console} prints
   * @param err where warnings and errors go
   * @param whenRefused called once when GitHub refuses the token in the first scan: nothing can
   *     come of this process
   * @throws ConfigurationException because the database cannot be used; nothing runs then
   * @throws dev.pulse.api.PulseException when nobody can listen there; nothing runs then
   */
  public static RunningHealth run(
      RepoHealthSettings settings, PrintStream out, PrintStream err, Runnable whenRefused) {
    var notices = new Notices(err);
    settings.warnings().forEach(notices::warn);
    settings.channelWarnings().forEach(notices::warn);
    var door = Door.open(settings.access().host(), settings.access().port());
    var running =
        new RunningHealth(settings, out, notices, whenRefused, RunningHealth.BETWEEN_ASKING);
    try {
      running.start(door);
    } catch (RuntimeException e) {
      running.close();
      door.close();
      throw e;
    }
    return running;
  }
}
