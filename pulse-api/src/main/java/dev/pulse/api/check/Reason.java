package dev.pulse.api.check;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * Why a result is not a plain pass, as a code that machines compare and people recognise. The
 * constants are the reasons that Pulse's own checks use; plug-ins take one of them where it fits
 * and otherwise name their own, with a dot ({@code acme.quota}). Immutable.
 */
public final class Reason {
  /** The name could not be resolved. */
  public static final Reason DNS = new Reason("dns");

  /** The connection was refused. */
  public static final Reason REFUSED = new Reason("refused");

  /** The address cannot be reached: no route, network down. */
  public static final Reason UNREACHABLE = new Reason("unreachable");

  /** The connection broke after it had been made. */
  public static final Reason RESET = new Reason("reset");

  /** No complete answer before the deadline. */
  public static final Reason TIMEOUT = new Reason("timeout");

  /** The TLS handshake failed: certificate, host name, protocol. */
  public static final Reason TLS = new Reason("tls");

  /** The answer's status is not one of those accepted. */
  public static final Reason STATUS = new Reason("status");

  /** Too many redirects, or one that leads nowhere. */
  public static final Reason REDIRECT = new Reason("redirect");

  /** The answer is larger than the cap. */
  public static final Reason TOO_LARGE = new Reason("too_large");

  /** The answer arrived and is slower than allowed. */
  public static final Reason LATENCY = new Reason("latency");

  /** Some of what was sent got no answer. */
  public static final Reason LOSS = new Reason("loss");

  /** The answer is not of the protocol that was asked. */
  public static final Reason PROTOCOL = new Reason("protocol");

  /** Pulse refused to connect: the address is not allowed by the egress policy. */
  public static final Reason DENIED = new Reason("denied");

  /** There is no data to judge. */
  public static final Reason NO_DATA = new Reason("no_data");

  /** A condition on the result does not hold. */
  public static final Reason CONDITION = new Reason("condition");

  /** What was expected by a certain time did not come. */
  public static final Reason MISSED = new Reason("missed");

  /** Too few of the checks that this one judges are up. */
  public static final Reason MEMBERS = new Reason("members");

  /** The error budget of an objective burns too fast. */
  public static final Reason BURN_RATE = new Reason("burn_rate");

  /** More went wrong than the objective allows. */
  public static final Reason BUDGET_EXHAUSTED = new Reason("budget_exhausted");

  /** Something that the target needs is failing itself; nothing can be told about the target. */
  public static final Reason DEPENDENCY = new Reason("dependency");

  /** Pulse's own connection is down; nothing can be told about the target. */
  public static final Reason CONNECTIVITY = new Reason("connectivity");

  /** The proxy failed or refused, so that nobody asked the target. */
  public static final Reason PROXY = new Reason("proxy");

  /** No access token was to be had, so that nobody asked the target. */
  public static final Reason OAUTH2 = new Reason("oauth2");

  /** The check itself failed: it threw, or returned nothing. */
  public static final Reason ERROR = new Reason("error");

  /** Pulse was stopped while the check ran. */
  public static final Reason CANCELLED = new Reason("cancelled");

  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");

  private final String code;

  private Reason(String code) {
    this.code = code;
  }

  /**
   * A reason by its code.
   *
   * @param code lower-case words joined by underscores, at most 100 characters; a dot separates the
   *     author's prefix
   * @throws IllegalArgumentException when the code has another form
   */
  public static Reason of(String code) {
    if (requireNonNull(code, "code").length() > 100 || !CODE.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "reason code \"" + code + "\" is not allowed: at most 100 characters that match " + CODE);
    }
    return new Reason(code);
  }

  /** The code, such as {@code refused} or {@code acme.quota}. */
  public String code() {
    return code;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reason reason && code.equals(reason.code);
  }

  @Override
  public int hashCode() {
    return code.hashCode();
  }

  @Override
  public String toString() {
    return code;
  }
}
