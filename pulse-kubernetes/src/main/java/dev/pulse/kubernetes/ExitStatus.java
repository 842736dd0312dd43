package dev.pulse.kubernetes;

import dev.pulse.kubernetes.KubernetesException.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The last message of an exec connection: how the program ended, or why it could not run. */
final class ExitStatus {
  private static final Pattern CODE = Pattern.compile("-?[0-9]{1,9}");

  private ExitStatus() {}

  /**
   * The exit code.
   *
   * @throws KubernetesException when there is none
   */
  static int read(String text) {
    Json status;
    try {
      status = Json.object(text);
    } catch (IOException e) {
      throw unreadable();
    }
    if (status.text("status").equals(Optional.of("Success"))) {
      return 0;
    }
    return code(status)
        .orElseThrow(
            () ->
                status
                    .text("message")
                    .filter(message -> !message.isBlank())
                    .map(message -> OneLine.of(message, OneLine.LONG))
                    .map(message -> KubernetesException.of(Kind.STATUS_FAILURE, message))
                    .orElseGet(ExitStatus::unreadable));
  }

  private static Optional<Integer> code(Json status) {
    if (!status.text("reason").equals(Optional.of("NonZeroExitCode"))) {
      return Optional.empty();
    }
    return status.items("details", "causes").stream()
        .filter(cause -> cause.text("reason").equals(Optional.of("ExitCode")))
        .flatMap(cause -> cause.text("message").stream())
        .filter(code -> CODE.matcher(code).matches())
        .map(Integer::valueOf)
        .filter(code -> code != 0)
        .findFirst();
  }

  private static KubernetesException unreadable() {
    return KubernetesException.of(Kind.UNREADABLE_STATUS, "unreadable exit status");
  }
}
