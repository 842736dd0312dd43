package dev.pulse.kubernetes;

import dev.pulse.api.PulseException;
import org.jspecify.annotations.Nullable;

/**
 * Why something in a cluster could not be asked. The message is complete and fit to be shown: one
 * line, without anything secret. Whoever reacts to some failures only looks at {@link #kind()}.
 */
public final class KubernetesException extends PulseException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. Constants may be added: a switch over them needs a default. */
  public enum Kind {
    /** No service account and no kubeconfig was found. */
    NO_CONFIGURATION,
    /** The exec plug-in of the kubeconfig brought no credentials. */
    PLUGIN_FAILED,
    /** The server could not be reached or talked to: names, refusals, resets, TLS, kubeconfig. */
    CONNECTION,
    /** The time was over. */
    TIMED_OUT,
    /** The server knows nobody by these credentials, although they were loaded anew. */
    UNAUTHORIZED,
    /** The server knows who asks, and does not allow it. */
    FORBIDDEN,
    /** What was asked about is not there. */
    NOT_FOUND,
    /** The pod is there, in another phase than {@code Running}. */
    POD_NOT_RUNNING,
    /** The server said no with another status. */
    REFUSED,
    /** The server's answer is not the JSON that it should be, or larger than is taken. */
    UNREADABLE_ANSWER,
    /** The server agreed to none of the protocols that carry an exit status. */
    UNSUPPORTED_PROTOCOL,
    /** The connection ended before the program's exit status came. */
    CLOSED_EARLY,
    /** The exit status is no JSON object. */
    UNREADABLE_STATUS,
    /** The program could not be run, or its end is not known. */
    STATUS_FAILURE,
    /** The program wrote more than is taken. */
    TOO_MUCH_OUTPUT,
    /** The program ended with an exit code that means failure. */
    EXIT_CODE,
    /** The query found nothing. */
    NO_RECORDS,
    /** What the program wrote is not what it writes for a query. */
    UNEXPECTED_OUTPUT,
    /** A column has something else than the number, or the whole number of 64 bits, asked for. */
    NOT_A_NUMBER,
    /** Something that a question of one's own has thrown. */
    OTHER
  }

  private final Kind kind;

  private KubernetesException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static KubernetesException of(Kind kind, String message) {
    return new KubernetesException(kind, message, null);
  }

  static KubernetesException of(Kind kind, String message, Throwable cause) {
    return new KubernetesException(kind, message, cause);
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
