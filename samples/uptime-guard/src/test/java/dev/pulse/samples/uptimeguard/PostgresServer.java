package dev.pulse.samples.uptimeguard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real PostgreSQL of one's own, on a socket in its folder and on no port. It refuses to run as
 * root, so root hands it to the user that the package made for it.
 */
final class PostgresServer implements AutoCloseable {
  private final Path programs;
  private final Path folder;

  private PostgresServer(Path programs, Path folder) {
    this.programs = programs;
    this.folder = folder;
  }

  /** Where its programs are, when they are installed; distributions keep them off the path. */
  static Optional<Path> programs() {
    var versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(versions)) {
      return found
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new IllegalStateException("cannot look for PostgreSQL", e);
    }
  }

  static PostgresServer started(Path programs) throws Exception {
    var folder = Files.createTempDirectory("guard-postgres-");
    var server = new PostgresServer(programs, folder);
    if (isRoot()) {
      var users = folder.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(folder, users.lookupPrincipalByName("postgres"));
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    var data = folder.resolve("data").toString();
    server.program("initdb", "-D", data, "-E", "UTF8", "--locale=C", "-U", "guard", "-A", "trust");
    server.program(
        "pg_ctl",
        "-D",
        data,
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-c listen_addresses='' -c fsync=off -k " + folder,
        "start");
    return server;
  }

  /** What psql prints for some statements: rows as lines, columns separated by bars. */
  String run(String sql) throws Exception {
    return SqlExportTest.run(
        command(
            "psql",
            "-h",
            folder.toString(),
            "-U",
            "guard",
            "-d",
            "postgres",
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1"),
        sql);
  }

  private void program(String name, String... arguments) throws Exception {
    var output = folder.resolveSibling(folder.getFileName() + "." + name + ".out");
    var process =
        new ProcessBuilder(command(name, arguments))
            // A pipe would stay open for as long as the server that pg_ctl leaves behind.
            .redirectOutput(output.toFile())
            .redirectErrorStream(true)
            .start();
    int exit = process.waitFor();
    var said = Files.readString(output);
    Files.delete(output);
    if (exit != 0) {
      throw new IOException(name + " ended with " + exit + ":\n" + said);
    }
  }

  private List<String> command(String name, String... arguments) {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    command.add(programs.resolve(name).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Override
  public void close() throws Exception {
    program("pg_ctl", "-D", folder.resolve("data").toString(), "-w", "-m", "immediate", "stop");
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
