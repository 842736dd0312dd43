package dev.pulse.core.internal.notify;

import dev.pulse.api.check.Reason;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.core.internal.net.EgressDeniedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Says why there was no answer, in our own words: the message of an exception may hold what the
 * other side wrote, and that may be what we sent.
 */
public final class BrokenCall {
  private BrokenCall() {}

  /**
   * The failure; it may go away unless the address is one that is never connected to.
   *
   * @param place where it was to go, as far as it may be shown
   */
  public static NotifyException failure(String place, IOException cause) {
    var message = place + ": " + words(cause);
    return reason(cause).equals(Reason.DENIED)
        ? NotifyException.lasting(message, null)
        : NotifyException.passing(message, null);
  }

  /**
   * The code for it: {@code denied}, {@code timeout}, or {@code unreachable} for everything else.
   */
  public static Reason reason(IOException cause) {
    if (has(cause, EgressDeniedException.class)) {
      return Reason.DENIED;
    }
    return has(cause, UnknownHostException.class) || !has(cause, InterruptedIOException.class)
        ? Reason.UNREACHABLE
        : Reason.TIMEOUT;
  }

  /** What happened, without what the other side said. */
  public static String words(IOException cause) {
    if (find(cause, EgressDeniedException.class) instanceof EgressDeniedException denied) {
      return String.valueOf(denied.getMessage());
    }
    if (has(cause, UnknownHostException.class)) {
      return "the name cannot be resolved";
    }
    if (has(cause, InterruptedIOException.class)) {
      return "no answer in time";
    }
    if (has(cause, ConnectException.class)) {
      return "the connection was refused";
    }
    if (has(cause, NoRouteToHostException.class)) {
      return "there is no way to the host";
    }
    if (has(cause, SSLException.class)) {
      return "TLS failed: " + tls(cause);
    }
    if (has(cause, ProtocolException.class)) {
      return "the answer is not HTTP";
    }
    return "the connection broke (" + cause.getClass().getSimpleName() + ")";
  }

  private static String tls(IOException cause) {
    if (has(cause, CertificateExpiredException.class)) {
      return "the certificate has expired";
    }
    if (has(cause, CertificateNotYetValidException.class)) {
      return "the certificate is not valid yet";
    }
    if (has(cause, CertPathBuilderException.class)) {
      return "the certificate is not trusted";
    }
    if (has(cause, SSLPeerUnverifiedException.class)) {
      return "the certificate is for another name";
    }
    return "no handshake (" + cause.getClass().getSimpleName() + ")";
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return find(failure, type) != null;
  }

  private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
    int depth = 0;
    for (@Nullable Throwable next = failure; next != null && depth < 20; depth++) {
      if (type.isInstance(next)) {
        return next;
      }
      next = next.getCause();
    }
    return null;
  }
}
