package dev.pulse.core.check;

import dev.pulse.api.check.CheckContext;
import dev.pulse.api.check.CheckResult;
import dev.pulse.api.check.Reason;
import dev.pulse.core.internal.net.Deadline;
import dev.pulse.core.internal.net.EgressDeniedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Says what a broken connection means: for machines as a {@link Reason}, for people in one line.
 * What a server sent is never repeated; messages of exceptions only where the JDK alone wrote them.
 */
final class Failures {
  private static final Set<String> BROKEN =
      Set.of("broken pipe", "connection reset", "connection reset by peer");

  private Failures() {}

  /**
   * The result of a run that ended in an exception.
   *
   * @throws InterruptedException when the thread was interrupted for another reason than the
   *     deadline
   */
  static CheckResult result(
      IOException failure, CheckContext context, Deadline deadline, Situation where)
      throws InterruptedException {
    boolean late = deadline.passed() || context.remaining().isZero();
    if (Thread.interrupted() && !late) {
      throw new InterruptedException("interrupted while " + where.phase().words);
    }
    var elapsed = deadline.elapsed();
    // The exception's class is for whoever digs; its message may hold what a server sent.
    context.log().add("failed while " + where.phase().words + ": " + failure.getClass().getName());
    var result =
        late ? timeout(elapsed.toMillis(), where) : classify(failure, elapsed.toMillis(), where);
    return result.withLatency(elapsed);
  }

  private static CheckResult classify(IOException failure, long millis, Situation where) {
    var denied = find(failure, EgressDeniedException.class);
    if (denied.isPresent()) {
      return CheckResult.unknown(Reason.DENIED, String.valueOf(denied.get().getMessage()));
    }
    if (find(failure, InterruptedIOException.class).isPresent()) {
      return timeout(millis, where);
    }
    var own = ownTrouble(failure);
    if (own.isPresent()) {
      return CheckResult.unknown(Reason.ERROR, own.get());
    }
    if (failure instanceof UnknownHostException) {
      return CheckResult.fail(Reason.DNS, "the name " + where.host() + " cannot be resolved");
    }
    if (failure instanceof StartTlsException) {
      return CheckResult.fail(Reason.TLS, failure.getMessage() + where.at());
    }
    // TLS also wraps what happens to the connection below it.
    if (failure instanceof SSLException && !broken(failure)) {
      return CheckResult.fail(Reason.TLS, tls(failure, where));
    }
    return switch (where.phase()) {
      case DNS, CONNECT -> connect(failure, millis, where);
      case TLS ->
          CheckResult.fail(Reason.RESET, "connection broke in the TLS handshake" + where.at());
      case TOKEN, PROXY, STARTTLS, FIRST_BYTE, BODY, MESSAGE -> answer(failure, where);
      // Without a connection it is only the question's failure that tells that nobody is there.
      case QUERY ->
          find(failure, PortUnreachableException.class).isPresent()
                  || deepestMessage(failure).contains("unreachable")
              ? connect(failure, millis, where)
              : answer(failure, where);
    };
  }

  /** What keeps this machine from asking at all, and says nothing about the target. */
  private static Optional<String> ownTrouble(IOException failure) {
    var message = deepestMessage(failure);
    if (message.contains("too many open files")) {
      return Optional.of("Pulse has too many open files to connect");
    }
    if (failure instanceof UnknownHostException && message.endsWith("system error")) {
      // EAI_SYSTEM: the resolver of this machine failed, mostly for want of a file handle.
      return Optional.of("this machine could not look up the name: system error");
    }
    if (message.contains("cannot assign requested address")) {
      return Optional.of("this machine has no address or port left to connect from");
    }
    return Optional.empty();
  }

  private static CheckResult timeout(long millis, Situation where) {
    return CheckResult.fail(
        Reason.TIMEOUT,
        "timed out after " + millis + " ms while " + where.phase().words + where.at());
  }

  private static CheckResult connect(IOException failure, long millis, Situation where) {
    var message = deepestMessage(failure);
    if (message.contains("refused") || find(failure, PortUnreachableException.class).isPresent()) {
      return CheckResult.fail(Reason.REFUSED, "connection refused" + where.at());
    }
    if (message.contains("timed out")) {
      return timeout(millis, where);
    }
    if (message.contains("reset")) {
      return CheckResult.fail(Reason.RESET, "connection reset" + where.at());
    }
    var why =
        find(failure, NoRouteToHostException.class).isPresent()
            ? "no route to host"
            : "unreachable";
    return CheckResult.fail(Reason.UNREACHABLE, why + where.at());
  }

  private static CheckResult answer(IOException failure, Situation where) {
    var eof = find(failure, EOFException.class);
    if (where.phase() == Phase.FIRST_BYTE && eof.isPresent()) {
      // Okio tells how much had arrived when the line did not end: nothing, or half a head.
      return String.valueOf(eof.get().getMessage()).contains("limit=0 ")
          ? CheckResult.fail(Reason.RESET, "connection closed without an answer" + where.at())
          : CheckResult.fail(
              Reason.PROTOCOL, "the response headers are incomplete or too large" + where.at());
    }
    if (broken(failure)) {
      return CheckResult.fail(
          Reason.RESET, "connection reset while " + where.phase().words + where.at());
    }
    if (deepestMessage(failure).equals("source exhausted prematurely")) {
      // The bytes of the message were all there; what they decompress to has no end.
      return CheckResult.fail(Reason.PROTOCOL, "the compressed body is cut short" + where.at());
    }
    if (eof.isPresent() || deepestMessage(failure).contains("unexpected end of stream")) {
      return CheckResult.fail(
          Reason.RESET, "connection closed while " + where.phase().words + where.at());
    }
    return CheckResult.fail(
        Reason.PROTOCOL,
        (failure instanceof ProtocolException
                ? "not a valid HTTP answer"
                : "the answer cannot be read")
            + where.at());
  }

  private static String tls(IOException failure, Situation where) {
    if (failure instanceof SSLPeerUnverifiedException) {
      return "the certificate is not for " + where.host() + where.at();
    }
    if (find(failure, CertificateExpiredException.class).isPresent()) {
      return "the certificate has expired" + where.at();
    }
    if (find(failure, CertificateNotYetValidException.class).isPresent()) {
      return "the certificate is not valid yet" + where.at();
    }
    if (find(failure, CertPathBuilderException.class).isPresent()
        || find(failure, CertificateException.class).isPresent()) {
      return "the certificate is not trusted" + where.at();
    }
    var words = TlsWords.of(failure);
    var message = deepestMessage(failure) + "; " + words.toLowerCase(Locale.ROOT);
    if (message.contains("unrecognized ssl message") || message.contains("plaintext connection")) {
      return "the server answers something that is not TLS" + where.at();
    }
    if (message.contains("protocol_version") || message.contains("protocol version")) {
      return "the server does not speak TLSv1.2 or newer" + where.at();
    }
    if (message.contains("no_application_protocol")) {
      return "the server does not speak HTTP/1.1" + where.at();
    }
    return "TLS handshake failed: " + words + where.at();
  }

  /** The first of a kind among a failure and its causes. */
  static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    Throwable current = failure;
    for (int depth = 0; current != null && depth < 20; depth++) {
      if (type.isInstance(current)) {
        return Optional.of(type.cast(current));
      }
      current = current.getCause();
    }
    return Optional.empty();
  }

  /** Whether the other side broke the connection; channels tell it by the message alone. */
  private static boolean broken(IOException failure) {
    return find(failure, SocketException.class).isPresent()
        || BROKEN.contains(deepestMessage(failure));
  }

  private static String deepestMessage(Throwable failure) {
    Throwable current = failure;
    for (int depth = 0; current.getCause() != null && depth < 20; depth++) {
      current = current.getCause();
    }
    return String.valueOf(current.getMessage()).toLowerCase(Locale.ROOT);
  }
}
