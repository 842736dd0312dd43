package dev.pulse.core.check;

/** The parts of a run, in their order. */
enum Phase {
  TOKEN("token", "waiting for a token"),
  DNS("dns", "resolving the name"),
  CONNECT("connect", "connecting"),
  PROXY("proxy", "waiting for the proxy to reach the target"),
  STARTTLS("starttls", "asking for STARTTLS"),
  TLS("tls", "in the TLS handshake"),
  QUERY("query", "waiting for the name server"),
  FIRST_BYTE("first_byte", "waiting for the answer"),
  BODY("body", "reading the body"),
  MESSAGE("message", "waiting for the expected message");

  /** As the label of its sample has it. */
  final String label;

  /** As it follows "while". */
  final String words;

  Phase(String label, String words) {
    this.label = label;
    this.words = words;
  }
}
