package dev.pulse.benchmarks.http;

/** How a request comes to its server. */
enum Connections {
  KEEP_ALIVE("keep-alive", "http", 0.6),
  PLAIN("new connection", "http", 1.2),
  TLS("new TLS connection", "https", 22),
  CONSCRYPT("new TLS connection, Conscrypt", "https", 8);

  /** For people. */
  final String title;

  final String scheme;

  /** CPU seconds per 10,000 checks. */
  final double target;

  Connections(String title, String scheme, double target) {
    this.title = title;
    this.scheme = scheme;
    this.target = target;
  }

  boolean isEncrypted() {
    return scheme.equals("https");
  }

  /** What Pulse is told, so that what lies on the class path does not decide. */
  String library() {
    return this == CONSCRYPT ? "conscrypt" : "jdk";
  }

  boolean isKept() {
    return this == KEEP_ALIVE;
  }
}
