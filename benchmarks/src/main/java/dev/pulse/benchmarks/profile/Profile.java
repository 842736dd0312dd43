package dev.pulse.benchmarks.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/**
 * Watches this process where the environment says so, from {@link #begin} to {@link #end}: stacks
 * by the JDK's flight recorder, processor time of the threads by Linux. Without {@value #FOLDER} in
 * the environment, which child processes inherit, it does nothing.
 *
 * <p>JDK 25 takes a stack for each millisecond of processor time that a thread has used, in native
 * code and in the kernel as well. Older ones look every two milliseconds at threads that run Java.
 */
public final class Profile {
  /** The variable with the folder for what is found. */
  static final String FOLDER = "PULSE_PROFILE";

  static final String STACKS = ".jfr";
  static final String TIMES = ".times";
  static final String ON_PROCESSOR = "jdk.CPUTimeSample";
  static final String LOST = "jdk.CPUTimeSamplesLost";
  static final String IN_JAVA = "jdk.ExecutionSample";

  private final @Nullable Recording recording;
  private final ThreadTimes before;
  private final String name;
  private final String folder;

  private Profile(@Nullable Recording recording, ThreadTimes before, String name, String folder) {
    this.recording = recording;
    this.before = before;
    this.name = name;
    this.folder = folder;
  }

  /**
   * To be called before a program warms up: the recorder changes classes of the JDK when it is
   * first started, and what was compiled of them is compiled once more. Older JDKs spent most of
   * what was measured on that.
   */
  public static void getReady() {
    if (System.getenv(FOLDER) != null) {
      started();
    }
  }

  /**
   * Begins.
   *
   * @param what for people; the JDK is added
   */
  public static Profile begin(String what) throws IOException {
    var name = what + ", JDK " + Runtime.version().feature();
    var folder = System.getenv(FOLDER);
    if (folder == null) {
      return new Profile(null, ThreadTimes.now(), name, "");
    }
    return new Profile(started(), ThreadTimes.now(), name, folder);
  }

  private static Recording started() {
    var recording = new Recording();
    if (samplesProcessor()) {
      recording.enable(ON_PROCESSOR).with("throttle", "1 ms");
      recording.enable(LOST);
    } else {
      recording.enable(IN_JAVA).withPeriod(Duration.ofMillis(2));
    }
    recording.start();
    return recording;
  }

  private static boolean samplesProcessor() {
    return FlightRecorder.getFlightRecorder().getEventTypes().stream()
        .anyMatch(type -> type.getName().equals(ON_PROCESSOR));
  }

  /**
   * Ends, and writes what was found.
   *
   * @param operations how many there were
   * @param each how many the figure is about: seconds are told for so many
   * @param unit what that many are, for people
   */
  public void end(long operations, long each, String unit) {
    if (recording == null) {
      return;
    }
    try (recording) {
      var found = ThreadTimes.now().since(before);
      recording.stop();
      found.setProperty("operations", String.valueOf(operations));
      found.setProperty("each", String.valueOf(each));
      found.setProperty("unit", unit);
      recording.dump(Path.of(folder, name + STACKS));
      try (var out =
          Files.newBufferedWriter(Path.of(folder, name + TIMES), StandardCharsets.UTF_8)) {
        found.store(out, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
