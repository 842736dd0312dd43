package dev.pulse.samples.fakes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL of one's own, for tests: on a port of the loopback address, with its files in a
 * folder for temporary ones. It does not wait for the disk. Its only user may do everything and has
 * a password; its texts are in UTF-8 and sorted as people in the United States sort them, so that
 * whoever relies on the order of bytes must say so.
 *
 * <p>{@link #shared()} is one for all tests of a JVM, which goes when the JVM does; each of them
 * takes a database of its own with {@link #newDatabase()}. Whoever stops and starts a server takes
 * one of its own with {@link #start()}. It takes a second or two to start one.
 *
 * <pre>{@code
 * @BeforeAll
 * static void requirePostgres() {
 *   assumeThat(PostgresServer.isInstalled()).isTrue();
 * }
 * }</pre>
 *
 * <p>PostgreSQL refuses to run as root, so root hands it to the user {@code postgres} that its
 * package made. Thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "pulse";
  private static final String PASSWORD = "correct horse:battery@staple/%";
  private static final int ATTEMPTS = 5;
  private static final ReentrantLock SHARING = new ReentrantLock();
  private static @Nullable PostgresServer shared;

  private final Path programs;
  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();
  private int port;
  private boolean runs;
  private int databases;

  private PostgresServer(Path programs, Path folder) {
    this.programs = programs;
    this.folder = folder;
  }

  /**
   * Whether PostgreSQL is installed. On a build server it always counts as installed, so that a
   * missing one fails the test instead of skipping it.
   */
  public static boolean isInstalled() {
    return System.getenv("CI") != null || programs().isPresent();
  }

  /** The one that the tests of this JVM share; started by the first who asks. Do not stop it. */
  public static PostgresServer shared() {
    SHARING.lock();
    try {
      if (shared == null) {
        shared = start();
      }
      return shared;
    } finally {
      SHARING.unlock();
    }
  }

  /** Starts a server of the caller's own, who closes it. */
  public static PostgresServer start() {
    try {
      var bin =
          programs()
              .orElseThrow(
                  () -> new IOException("PostgreSQL is not installed: no initdb was found"));
      var server = new PostgresServer(bin, Files.createTempDirectory("pulse-postgres-"));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "postgres-close"));
      server.create();
      server.resume();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its programs are; distributions keep them off the path. */
  private static Optional<Path> programs() {
    var versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
          .map(Path::of)
          .filter(PostgresServer::hasInitdb)
          .findFirst();
    }
    try (Stream<Path> found = Files.list(versions)) {
      return found
          .map(version -> version.resolve("bin"))
          .filter(PostgresServer::hasInitdb)
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasInitdb(Path bin) {
    return Files.isExecutable(bin.resolve("initdb"));
  }

  private void create() throws IOException {
    var secret = folder.resolve("password");
    Files.writeString(secret, PASSWORD + "\n", UTF_8);
    if (isRoot()) {
      var users = folder.getFileSystem().getUserPrincipalLookupService();
      var postgres = users.lookupPrincipalByName("postgres");
      Files.setOwner(folder, postgres);
      Files.setOwner(secret, postgres);
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    program(
        "initdb",
        "--pgdata=" + data(),
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=icu",
        "--icu-locale=en-US",
        "--username=" + USER,
        "--pwfile=" + secret,
        "--auth=scram-sha-256",
        "--no-sync");
  }

  /** Starts it again after {@link #stop()} or {@link #crash()}: on the same port. */
  public void resume() {
    lock.lock();
    try {
      if (runs) {
        return;
      }
      @Nullable IOException failure = null;
      boolean first = port == 0;
      for (int i = 0; i < ATTEMPTS && !runs; i++) {
        // Somebody else may take a free port before the server does.
        port = first ? freePort() : port;
        failure = tried(failure);
      }
      if (failure != null && !runs) {
        throw new UncheckedIOException(failure);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable IOException tried(@Nullable IOException earlier) {
    try {
      program(
          "pg_ctl",
          "--pgdata=" + data(),
          "--wait",
          "--log=" + folder.resolve("log"),
          "--options=-c listen_addresses=127.0.0.1 -c port="
              + port
              + " -c unix_socket_directories='' -c fsync=off -c shared_buffers=32MB"
              + " -c max_connections=50",
          "start");
      runs = true;
      return null;
    } catch (IOException e) {
      if (earlier != null) {
        e.addSuppressed(earlier);
      }
      return e;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Stops it in order, as for an update: connections are closed, nothing is lost. */
  public void stop() {
    stop("fast");
  }

  /** Stops it as a crash would: what it had acknowledged early may be lost. */
  public void crash() {
    stop("immediate");
  }

  private void stop(String mode) {
    lock.lock();
    try {
      if (runs) {
        program("pg_ctl", "--pgdata=" + data(), "--wait", "--mode=" + mode, "stop");
        runs = false;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  /** Creates an empty database; its name. */
  public String newDatabase() {
    lock.lock();
    try {
      var name = "test_" + ++databases;
      psql("postgres", "CREATE DATABASE " + name);
      return name;
    } finally {
      lock.unlock();
    }
  }

  /** The address of a database for JDBC, without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  /** The address of a database as {@code DATABASE_URL} has it, with user and password. */
  public String databaseUrl(String database) {
    var password = PASSWORD.replace("%", "%25").replace(" ", "%20").replace(":", "%3A");
    return "postgres://"
        + USER
        + ":"
        + password.replace("@", "%40").replace("/", "%2F")
        + "@127.0.0.1:"
        + port()
        + "/"
        + database;
  }

  /** The port of the loopback address; stays the same when the server is stopped and started. */
  public int port() {
    lock.lock();
    try {
      return port;
    } finally {
      lock.unlock();
    }
  }

  /** Who may do everything. */
  public String user() {
    return USER;
  }

  /** The password of {@link #user()}, with characters that addresses must escape. */
  public String password() {
    return PASSWORD;
  }

  /** What psql prints for some statements: rows as lines, columns separated by bars. */
  public String psql(String database, String sql) {
    try {
      return run(
          sql,
          "psql",
          "--no-psqlrc",
          "--quiet",
          "--no-align",
          "--tuples-only",
          "--set=ON_ERROR_STOP=1",
          "--host=127.0.0.1",
          "--port=" + port(),
          "--username=" + USER,
          "--dbname=" + database,
          "--file=-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private void program(String name, String... arguments) throws IOException {
    var unused = run("", name, arguments);
  }

  /** Runs one of its programs to the end; what it said. */
  private String run(String input, String name, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    command.add(programs.resolve(name).toString());
    command.addAll(List.of(arguments));
    // A pipe would stay open for as long as the server that pg_ctl leaves behind.
    var output = Files.createTempFile("pulse-" + name + "-", ".out");
    // Not as an argument: those are in the encoding of whatever locale this JVM was started in.
    var statements = Files.writeString(Files.createTempFile("pulse-", ".sql"), input, UTF_8);
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectInput(statements.toFile())
              .redirectOutput(output.toFile())
              .redirectErrorStream(true);
      builder.environment().put("PGPASSWORD", PASSWORD);
      builder.environment().put("PGCLIENTENCODING", "UTF8");
      var process = builder.start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      var said = Files.readString(output, UTF_8);
      if (!ended) {
        process.destroyForcibly();
        throw new IOException(name + " did not end:\n" + said);
      }
      if (process.exitValue() != 0) {
        throw new IOException(name + " ended with " + process.exitValue() + ":\n" + said);
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(name + " was interrupted", e);
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(statements);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Stops it and removes its files. A second call does nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      crash();
      if (Files.exists(folder)) {
        // A hundred tests leave tens of thousands of files, and a JVM that ends has little time.
        new ProcessBuilder("rm", "-rf", "--", folder.toString()).inheritIO().start().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
