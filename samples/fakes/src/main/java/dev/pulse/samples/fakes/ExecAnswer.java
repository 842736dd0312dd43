package dev.pulse.samples.fakes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a pod of a {@link FakeCluster} answers an exec. A factory says what it does, the other
 * methods say how that reaches the client; each returns a new answer. Immutable.
 */
public final class ExecAnswer {
  static final String V5 = "v5.channel.k8s.io";
  static final String V4 = "v4.channel.k8s.io";

  enum Act {
    PROGRAM,
    CANNED,
    COMPUTED,
    SILENCE
  }

  /** What follows the output. */
  enum End {
    STATUS,
    CLOSE,
    CUT
  }

  private final Act act;
  private Function<List<String>, ExecAnswer> program = command -> this;
  private String stdout = "";
  private String stderr = "";
  private @Nullable String status;
  private @Nullable HttpAnswer refusal;
  private Function<ScheduledExecutorService, CompletionStage<?>> start =
      timer -> CompletableFuture.completedFuture(null);
  private CompletionStage<?> handshake = CompletableFuture.completedFuture(null);
  private @Nullable String protocol;
  private int parts = 1;
  private boolean noise;
  private boolean stayOpen;
  private End end = End.STATUS;
  private int closeCode = 1000;

  private ExecAnswer(Act act) {
    this.act = act;
  }

  private ExecAnswer(ExecAnswer other) {
    act = other.act;
    program = other.program;
    stdout = other.stdout;
    stderr = other.stderr;
    status = other.status;
    refusal = other.refusal;
    start = other.start;
    handshake = other.handshake;
    protocol = other.protocol;
    parts = other.parts;
    noise = other.noise;
    stayOpen = other.stayOpen;
    end = other.end;
    closeCode = other.closeCode;
  }

  /** The pod runs the program that it was asked to run; what pods do unless told otherwise. */
  public static ExecAnswer program() {
    return new ExecAnswer(Act.PROGRAM);
  }

  /** No program runs: this comes out of the standard output, and the exit code is 0. */
  public static ExecAnswer printing(String stdout) {
    return exiting(0, stdout, "");
  }

  /** No program runs: this comes out. */
  public static ExecAnswer exiting(int code, String stdout, String stderr) {
    var answer = new ExecAnswer(Act.CANNED);
    answer.stdout = stdout;
    answer.stderr = stderr;
    answer.status = Json.text(code == 0 ? Statuses.success() : Statuses.exit(code));
    return answer;
  }

  /** No program of the machine runs: what comes out is what this makes of the command. */
  static ExecAnswer computed(Function<List<String>, ExecAnswer> program) {
    var answer = new ExecAnswer(Act.COMPUTED);
    answer.program = program;
    return answer;
  }

  /** The exec itself fails, as when a program does not exist in the container. */
  public static ExecAnswer failing(String reason, String message) {
    var answer = new ExecAnswer(Act.CANNED);
    answer.status = Json.text(Statuses.failure(500, reason, message, Map.of()));
    return answer;
  }

  /** The handshake is answered with this. */
  public static ExecAnswer refusing(HttpAnswer refusal) {
    var answer = new ExecAnswer(Act.CANNED);
    answer.refusal = refusal;
    return answer;
  }

  /** The handshake succeeds, and nothing ever follows. */
  public static ExecAnswer silence() {
    return new ExecAnswer(Act.SILENCE);
  }

  /** Output begins so long after the handshake. No thread waits meanwhile. */
  public ExecAnswer after(Duration delay) {
    var next = new ExecAnswer(this);
    next.start =
        timer -> {
          var due = new CompletableFuture<@Nullable Void>();
          var unused =
              timer.schedule(() -> due.complete(null), delay.toNanos(), TimeUnit.NANOSECONDS);
          return due;
        };
    return next;
  }

  /** Output begins when this completes: a test holds an exec open with it. */
  public ExecAnswer after(CompletionStage<?> release) {
    var next = new ExecAnswer(this);
    next.start = timer -> release;
    return next;
  }

  /** The answer to the handshake waits for this. */
  public ExecAnswer handshakeAfter(CompletionStage<?> release) {
    var next = new ExecAnswer(this);
    next.handshake = release;
    return next;
  }

  /** The handshake names this sub-protocol, whatever was offered; none when it is empty. */
  public ExecAnswer speaking(String protocol) {
    var next = new ExecAnswer(this);
    next.protocol = protocol;
    return next;
  }

  /** The standard output is sent in so many messages, cut within characters too. */
  public ExecAnswer inParts(int parts) {
    var next = new ExecAnswer(this);
    next.parts = parts;
    return next;
  }

  /** Empty messages, unknown channels and text lie between the messages that count. */
  public ExecAnswer withNoise() {
    var next = new ExecAnswer(this);
    next.noise = true;
    return next;
  }

  /** The status message is this text, whatever happened. */
  public ExecAnswer withStatus(String text) {
    var next = new ExecAnswer(this);
    next.status = text;
    return next;
  }

  /** After the status the pod leaves it to the client to close. */
  public ExecAnswer stayingOpen() {
    var next = new ExecAnswer(this);
    next.stayOpen = true;
    return next;
  }

  /** All output arrives, then a close with this code in place of the status. */
  public ExecAnswer closingBeforeStatus(int code) {
    var next = new ExecAnswer(this);
    next.end = End.CLOSE;
    next.closeCode = code;
    return next;
  }

  /** All output arrives, then the connection is cut. */
  public ExecAnswer cutBeforeStatus() {
    var next = new ExecAnswer(this);
    next.end = End.CUT;
    return next;
  }

  /** What is canned once the command is known. */
  ExecAnswer to(List<String> command) {
    return act == Act.COMPUTED ? program.apply(command) : this;
  }

  Act act() {
    return act;
  }

  String stdout() {
    return stdout;
  }

  String stderr() {
    return stderr;
  }

  Optional<String> status() {
    return Optional.ofNullable(status);
  }

  Optional<HttpAnswer> refusal() {
    return Optional.ofNullable(refusal);
  }

  CompletionStage<?> start(ScheduledExecutorService timer) {
    return start.apply(timer);
  }

  CompletionStage<?> handshake() {
    return handshake;
  }

  Optional<String> protocol() {
    return Optional.ofNullable(protocol);
  }

  int parts() {
    return parts;
  }

  boolean noise() {
    return noise;
  }

  boolean staysOpen() {
    return stayOpen;
  }

  End end() {
    return end;
  }

  int closeCode() {
    return closeCode;
  }
}
