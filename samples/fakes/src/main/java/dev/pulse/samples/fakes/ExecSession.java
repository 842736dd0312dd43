package dev.pulse.samples.fakes;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import mockwebserver3.SocketHandler;
import okio.ByteString;
import okio.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An exec after its handshake, as the v4 and v5 channel protocols of Kubernetes have it. */
final class ExecSession implements SocketHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ExecSession.class);
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int STATUS = 3;
  private static final int UNKNOWN = 9;
  private static final int LARGEST = 32 * 1024;

  /** What all execs share. */
  record Surroundings(
      OpenExecs open, ScheduledExecutorService timer, ExecutorService workers, boolean newer) {}

  private record Result(ByteString stdout, ByteString stderr, String status) {}

  private final FakeExec exec;
  private final ExecAnswer answer;
  private final SqliteProgram sqlite;
  private final Surroundings around;

  ExecSession(FakeExec exec, ExecAnswer answer, SqliteProgram sqlite, Surroundings around) {
    this.exec = exec;
    this.answer = answer;
    this.sqlite = sqlite;
    this.around = around;
  }

  @Override
  public void handle(Socket socket) {
    var frames = new WebSocketFrames(socket);
    if (answer.act() != ExecAnswer.Act.SILENCE) {
      var unused = answer.start(around.timer()).thenRun(() -> begin(frames)).toCompletableFuture();
    }
    var code = frames.readToEnd();
    frames.close();
    around.open().ended(exec);
    exec.end(code);
  }

  private void begin(WebSocketFrames frames) {
    try {
      around.workers().execute(() -> speak(frames));
    } catch (RejectedExecutionException e) {
      LOG.debug("The cluster closed before {}", exec, e);
    }
  }

  private void speak(WebSocketFrames frames) {
    try {
      // The lowest channel that can be written says so, before anything else.
      frames.send(STDOUT, ByteString.EMPTY);
      var result = result();
      if (answer.noise()) {
        frames.sendText("text");
        frames.send(STATUS, ByteString.EMPTY);
        frames.send(UNKNOWN, ByteString.encodeUtf8("unknown"));
      }
      sendInParts(frames, STDOUT, result.stdout());
      sendInParts(frames, STDERR, result.stderr());
      around.open().ended(exec);
      switch (answer.end()) {
        case CUT -> frames.close();
        case CLOSE -> frames.sendClose(answer.closeCode());
        case STATUS -> {
          frames.send(STATUS, ByteString.encodeUtf8(result.status()));
          if (!answer.staysOpen()) {
            frames.sendClose(1000);
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("The client of {} is gone", exec, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      frames.close();
    } catch (RuntimeException e) {
      LOG.error("Could not serve {}", exec, e);
      frames.close();
    }
  }

  private void sendInParts(WebSocketFrames frames, int channel, ByteString bytes)
      throws IOException {
    int size = Math.min(LARGEST, Math.max(1, (bytes.size() + answer.parts() - 1) / answer.parts()));
    for (int from = 0; from < bytes.size(); from += size) {
      frames.send(channel, bytes.substring(from, Math.min(bytes.size(), from + size)));
      if (answer.noise()) {
        frames.send(channel, ByteString.EMPTY);
      }
    }
  }

  private Result result() throws IOException, InterruptedException {
    var command = exec.command();
    var told = answer.to(command);
    if (told.act() == ExecAnswer.Act.CANNED) {
      return new Result(
          ByteString.encodeUtf8(told.stdout()),
          ByteString.encodeUtf8(told.stderr()),
          told.status().orElseThrow());
    }
    if (command.isEmpty() || !sqlite.knows(command.get(0))) {
      return new Result(ByteString.EMPTY, ByteString.EMPTY, status(noProgram()));
    }
    var output = sqlite.run(command);
    return new Result(
        output.stdout(),
        output.stderr(),
        status(output.code() == 0 ? Statuses.success() : Statuses.exit(output.code())));
  }

  private String status(Map<String, Object> status) {
    return answer
        .status()
        .orElseGet(() -> Json.text(around.newer() ? Json.fromTheFuture(status) : status));
  }

  private Map<String, Object> noProgram() {
    var program = exec.command().isEmpty() ? "" : exec.command().get(0);
    return Statuses.failure(
        500,
        "InternalError",
        "Internal error occurred: error executing command in container: failed to exec in container:"
            + " OCI runtime exec failed: exec failed: unable to start container process: exec: \""
            + program
            + "\": executable file not found in $PATH: unknown",
        Map.of());
  }
}
