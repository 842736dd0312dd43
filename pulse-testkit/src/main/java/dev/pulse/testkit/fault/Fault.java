package dev.pulse.testkit.fault;

import java.util.Locale;

/**
 * A way in which a target misbehaves. None of them ends by itself in what a check should call well:
 * a check that passes has not looked. Those over TLS take any client that does not verify for a
 * friend and answer it with {@code 200}, so that it shows.
 *
 * <p>To run a test against each of them, write {@code @EnumSource(Fault.class)}. New constants may
 * come with any version: name those that are expected to pass rather than those that are not.
 */
public enum Fault {
  /** Nobody listens; the port is kept, so that nobody will. */
  REFUSED(Door.LOCKED, Talk.NOTHING),

  /**
   * Half-open: the queue of connections is full and nobody takes one out of it, so that a connect
   * hangs, as behind a firewall that drops. Works on Linux; elsewhere the server may not start.
   */
  NEVER_ACCEPTS(Door.FULL, Talk.NOTHING),

  /** Half-open: accepts, reads what comes, and never says a word. */
  SILENT(Talk.NOTHING),

  /** Resets the connection as soon as it is there. */
  RESET_ON_ACCEPT(Peer::reset),

  /** Resets the connection when the request has arrived. */
  RESET_AFTER_REQUEST(HttpFaults::resetAfterRequest),

  /** Resets the connection in the middle of the body. */
  RESET_IN_BODY(HttpFaults::resetInBody),

  /** Closes the connection, in good order, without an answer. */
  EMPTY_ANSWER(HttpFaults::emptyAnswer),

  /** Answers with a greeting of another protocol where the status line belongs. */
  GARBAGE(HttpFaults::garbage),

  /** Sends a header one byte at a time, 50 a second, and never comes to its end. */
  SLOW_HEADER(HttpFaults::slowHeader),

  /** Sends a body one byte at a time, 50 a second, as part of ten million. */
  SLOW_BODY(HttpFaults::slowBody),

  /** Sends a body as fast as it is read, for as long as it is read. */
  ENDLESS_BODY(HttpFaults::endlessBody),

  /** Sends 32 MiB of short headers, then an empty body. */
  MANY_HEADERS(HttpFaults::manyHeaders),

  /** Sends one header of 32 MiB, then an empty body. */
  GIANT_HEADER(HttpFaults::giantHeader),

  /** Announces a body of 100 bytes and closes the connection, in good order, after three. */
  WRONG_LENGTH(HttpFaults::wrongLength),

  /** Sends the first half of a compressed body, and as its length that of the half. */
  TRUNCATED_GZIP(HttpFaults::truncatedGzip),

  /** Sends compressed zeros, a thousand for each byte on the wire, for as long as they are read. */
  GZIP_BOMB(HttpFaults::gzipBomb),

  /** Redirects to itself, again and again. */
  REDIRECT_LOOP(HttpFaults::redirectLoop),

  /**
   * Redirects to {@code http://169.254.169.254/latest/meta-data/}, where clouds hand out
   * credentials. Whoever follows leaves this machine, so mind what you test with it.
   */
  REDIRECT_TO_METADATA(HttpFaults::redirectToMetadata),

  /** Shows a certificate that ended in 2001 and is right otherwise. */
  TLS_EXPIRED(Certificates::expired),

  /** Shows a certificate that begins in 2098 and is right otherwise. */
  TLS_NOT_YET_VALID(Certificates::notYetValid),

  /** Shows a certificate for {@code elsewhere.example} that is right otherwise. */
  TLS_WRONG_HOST(Certificates::wrongHost),

  /** Shows a certificate that signed itself and is right otherwise. */
  TLS_SELF_SIGNED(Certificates::selfSigned),

  /** Shows a certificate of an authority that nobody trusts and is right otherwise. */
  TLS_UNTRUSTED(Certificates::untrusted),

  /** Answers the beginning of a TLS handshake with bytes that are not TLS. */
  TLS_GARBAGE(Door.OPEN, TlsFaults::garbage, true),

  /** Answers the beginning of a TLS handshake with the choice of TLS 1.0, and of nothing newer. */
  TLS_OUTDATED(Door.OPEN, TlsFaults::outdated, true);

  private final Door door;

  // Each is a lambda without state, which the annotation for it cannot be put on.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Talk talk;

  private final boolean tls;

  Fault(Door door, Talk talk, boolean tls) {
    this.door = door;
    this.talk = talk;
    this.tls = tls;
  }

  Fault(Door door, Talk talk) {
    this(door, talk, false);
  }

  Fault(Talk talk) {
    this(Door.OPEN, talk, false);
  }

  Fault(Certificates.Choice certificate) {
    this(Door.OPEN, TlsFaults.showing(certificate, HttpFaults.answering("ok\n")), true);
  }

  /** Whether it is about TLS, so that the server's address begins with {@code https}. */
  public boolean isTls() {
    return tls;
  }

  Door door() {
    return door;
  }

  Talk talk() {
    return talk;
  }

  /** The fault in words: {@code slow header}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
