package dev.pulse.kubernetes;

import dev.pulse.kubernetes.KubernetesException.Kind;
import java.util.Optional;
import okio.Buffer;
import okio.ByteString;

/**
 * What comes over the channels of an exec connection. Bytes are joined before they are decoded,
 * because messages end anywhere. Confine to one thread.
 */
final class ExecOutput {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int STATUS = 3;

  private final int most;
  private final Buffer stdout = new Buffer();
  private final Buffer stderr = new Buffer();

  /**
   * Nothing yet.
   *
   * @param most how many bytes stdout and stderr may have together
   */
  ExecOutput(int most) {
    this.most = most;
  }

  /**
   * Takes a message; its first byte is the channel.
   *
   * @return the status, when the message is that
   * @throws KubernetesException when there is too much
   */
  Optional<String> take(ByteString message) {
    if (message.size() < 2) {
      return Optional.empty();
    }
    var payload = message.substring(1);
    switch (message.getByte(0)) {
      case STDOUT -> collect(stdout, payload);
      case STDERR -> collect(stderr, payload);
      case STATUS -> {
        return Optional.of(payload.utf8());
      }
      default -> {
        // A channel of a newer protocol, or one that only the server reads.
      }
    }
    return Optional.empty();
  }

  private void collect(Buffer channel, ByteString payload) {
    if (stdout.size() + stderr.size() + payload.size() > most) {
      throw tooMuch();
    }
    channel.write(payload);
  }

  KubernetesException tooMuch() {
    return KubernetesException.of(Kind.TOO_MUCH_OUTPUT, "output exceeds " + most + " bytes");
  }

  /** All that came, with what the program ended with. */
  ExecResult result(int exitCode) {
    return new ExecResult(exitCode, stdout.readUtf8(), stderr.readUtf8());
  }
}
