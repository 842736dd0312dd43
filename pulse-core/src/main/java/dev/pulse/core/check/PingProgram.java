package dev.pulse.core.check;

import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code ping} of this machine, and how it wants to be asked. Immutable.
 *
 * @param path an absolute path
 * @param wholeSeconds whether it waits for whole seconds only, as the one of busybox does
 * @param waitsInMillis whether it counts in milliseconds how long it waits, as the one of macOS
 *     does
 */
record PingProgram(Path path, boolean wholeSeconds, boolean waitsInMillis) {
  private static final String NAME = "ping";
  private static final List<String> USUAL =
      List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

  /** What to do when there is none. */
  static final String MISSING =
      "needs the program \"ping\", which is neither in "
          + String.join(", ", USUAL)
          + " nor on the PATH; install iputils-ping (Debian, Ubuntu), iputils (Fedora, Arch,"
          + " Alpine) or busybox";

  /** The one in the usual places or on the path of this process; empty when there is none. */
  static Optional<PingProgram> find() {
    var directories = new ArrayList<Path>();
    USUAL.forEach(name -> directories.add(Path.of(name)));
    directories.addAll(path(System.getenv("PATH")));
    return find(directories);
  }

  /** The one in the first of these directories that has one. */
  static Optional<PingProgram> find(List<Path> directories) {
    return directories.stream()
        .map(directory -> directory.resolve(NAME))
        .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
        .findFirst()
        .map(PingProgram::at);
  }

  /** The one at a path. */
  static PingProgram at(Path path) {
    boolean mac = System.getProperty("os.name", "").startsWith("Mac");
    return new PingProgram(path.toAbsolutePath(), isBusybox(path), mac);
  }

  /** The absolute directories of a search path: others depend on where the process was started. */
  static List<Path> path(@Nullable String text) {
    var directories = new ArrayList<Path>();
    for (String entry : text == null ? new String[0] : text.split(File.pathSeparator, -1)) {
      try {
        var directory = Path.of(entry);
        if (directory.isAbsolute()) {
          directories.add(directory);
        }
      } catch (InvalidPathException e) {
        // What cannot be a directory has no program in it.
      }
    }
    return directories;
  }

  private static boolean isBusybox(Path path) {
    try {
      return path.toRealPath().endsWith("busybox");
    } catch (IOException e) {
      // It went away; running it will tell.
      return false;
    }
  }

  /**
   * The program with its arguments. Nothing in it comes from outside: the address is written anew
   * from its bytes, without a zone, so it begins with a digit or a colon and names nobody.
   *
   * @param patience how long to wait for the answer to the last packet
   */
  List<String> command(InetAddress address, int packets, Duration interval, Duration patience) {
    return List.of(
        path.toString(),
        "-n",
        "-c",
        String.valueOf(packets),
        "-i",
        seconds(interval),
        "-W",
        wait(patience),
        "--",
        numeric(address));
  }

  /** An address without a zone. */
  static String numeric(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress()).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of a length that there is not", e);
    }
  }

  private String wait(Duration patience) {
    if (waitsInMillis) {
      return String.valueOf(patience.toMillis());
    }
    return wholeSeconds ? String.valueOf(Math.max(1, patience.toSeconds())) : seconds(patience);
  }

  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
  }
}
