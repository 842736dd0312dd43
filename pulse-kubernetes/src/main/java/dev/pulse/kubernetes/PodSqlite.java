package dev.pulse.kubernetes;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pulse.api.config.ConfigurationException;
import dev.pulse.api.config.Problem;
import dev.pulse.kubernetes.KubernetesException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a SQLite file inside of a pod, by the {@code sqlite3} program of the pod. The file is opened
 * for reading only. The program is asked for JSON; one that is too old for that (before 3.33) is
 * asked in another way for the next hour.
 *
 * <p>{@code sqlite3} waits half of the visit's time for a lock, and five seconds at most, so that
 * it gives up before the connection does.
 *
 * <p>Read-only does not tame every function of SQL that {@code sqlite3} knows: {@code writefile}
 * still writes. Take query, file and program from whoever may run programs in the pod, and from
 * nobody else.
 *
 * <pre>{@code
 * var heights = PodSqlite.query("SELECT height FROM blocks").file("/data/chain.db").build();
 * List<SqliteRow> rows = heights.ask(PodExec.of(connection).in("infra", "node-0"));
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class PodSqlite implements PodQuestion<List<SqliteRow>> {
  private static final Logger log = LoggerFactory.getLogger(PodSqlite.class);

  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int MOST_REMEMBERED = 100_000;
  private static final long LONGEST_WAIT = 5_000;

  private final String query;
  private final String file;
  private final String program;
  private final Cache<String, SqliteOutput> forms;

  private PodSqlite(Builder builder, String file) {
    this.query = builder.query;
    this.file = file;
    this.program = builder.program;
    this.forms =
        Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .ticker(builder.nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /**
   * A builder for a query; it also needs a {@link Builder#file}.
   *
   * @param sql one statement; must not begin with {@code -} or {@code .}, which would be an option
   *     or a command of the program
   */
  public static Builder query(String sql) {
    return new Builder(requireNonNull(sql, "sql"));
  }

  /**
   * The rows; at least one.
   *
   * @throws KubernetesException when the program could not be run, or failed ({@link
   *     Kind#EXIT_CODE}), or found no rows ({@link Kind#NO_RECORDS}), or wrote something else
   *     ({@link Kind#UNEXPECTED_OUTPUT})
   */
  @Override
  public List<SqliteRow> ask(PodVisit visit) throws InterruptedException {
    @Nullable SqliteOutput known = forms.getIfPresent(visit.toString());
    var form = known == null ? SqliteOutput.JSON : known;
    var result = visit.run(command(form, visit));
    if (form == SqliteOutput.JSON && isTooOld(result)) {
      form = SqliteOutput.SEPARATED;
      forms.put(visit.toString(), form);
      result = visit.run(command(form, visit));
    }
    if (result.exitCode() != 0) {
      throw failed(result);
    }
    if (!result.stderr().isBlank() && log.isDebugEnabled()) {
      log.debug(
          "{}: {} wrote to standard error: {}",
          visit,
          program,
          OneLine.of(result.stderr(), OneLine.SHORT));
    }
    return form.rows(result.stdout());
  }

  /** What is run, whether or not there is time for it. */
  List<String> command(SqliteOutput form, PodVisit visit) {
    long wait = Math.min(LONGEST_WAIT, visit.timeout().toMillis() / 2);
    var command = new ArrayList<>(List.of(program, "-readonly", "-batch"));
    command.addAll(form.options());
    command.addAll(List.of("-cmd", ".timeout " + wait, file, query));
    return command;
  }

  private static boolean isTooOld(ExecResult result) {
    return result.exitCode() == 1 && result.stderr().contains("unknown option");
  }

  private static KubernetesException failed(ExecResult result) {
    var line =
        result
            .stderr()
            .lines()
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .findFirst()
            .map(text -> ": " + OneLine.of(text, OneLine.SHORT))
            .orElse("");
    return KubernetesException.of(Kind.EXIT_CODE, "exit code " + result.exitCode() + line);
  }

  @Override
  public String toString() {
    return "SQLite in " + file;
  }

  /** Builds a {@link PodSqlite}. Confine to one thread. */
  public static final class Builder {
    private final String query;
    private @Nullable String file;
    private String program = "sqlite3";
    private LongSupplier nanoTime = System::nanoTime;

    private Builder(String query) {
      this.query = query;
    }

    /** The file, as programs in the pod see it; must not begin with {@code -}. Needed. */
    public Builder file(String path) {
      this.file = requireNonNull(path, "path");
      return this;
    }

    /** The program that asks; default {@code sqlite3}, must not begin with {@code -}. */
    public Builder program(String program) {
      this.program = requireNonNull(program, "program");
      return this;
    }

    /** By which the age of a program is forgotten; default {@link System#nanoTime()}. */
    Builder nanoTime(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
      return this;
    }

    /** What is wrong, by the name of the option. */
    List<Problem> problems() {
      var problems = new ArrayList<Problem>();
      var sql = query.strip();
      if (sql.isEmpty() || sql.startsWith("-") || sql.startsWith(".")) {
        problems.add(
            new Problem("", "query", "must be a statement, and not begin with \"-\" or \".\""));
      }
      if (file == null || file.isBlank() || file.startsWith("-")) {
        problems.add(new Problem("", "file", "must be a path, and not begin with \"-\""));
      }
      if (program.isBlank() || program.startsWith("-")) {
        problems.add(new Problem("", "program", "must be a program, and not begin with \"-\""));
      }
      if ((query + file + program).indexOf('\0') >= 0) {
        problems.add(new Problem("", "query", "must, like file and program, have no NUL in it"));
      }
      return problems;
    }

    /**
     * The question.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public PodSqlite build() {
      var problems = problems();
      if (!problems.isEmpty() || file == null) {
        throw new ConfigurationException(problems);
      }
      return new PodSqlite(this, file);
    }
  }
}
