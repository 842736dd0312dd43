package dev.pulse.github;

import dev.pulse.core.internal.text.ForeignText;
import okhttp3.HttpUrl;

/** Where a server is: what belongs to it, and how it is spoken of without secrets. Immutable. */
record GitHubPlace(HttpUrl base) {
  private static final int MOST_SHOWN = 200;

  /** Whether a URL that a server sent may be asked. */
  boolean isOurs(HttpUrl url) {
    var prefix = base.encodedPath().endsWith("/") ? base.encodedPath() : base.encodedPath() + "/";
    return url.scheme().equals(base.scheme())
        && url.host().equals(base.host())
        && url.port() == base.port()
        && url.encodedUsername().isEmpty()
        && url.encodedPassword().isEmpty()
        && url.encodedPath().startsWith(prefix);
  }

  /** What was asked, in words. */
  String shown(Question question) {
    return question.method() + " " + path(question.url()) + " of " + this;
  }

  static String path(HttpUrl url) {
    return ForeignText.oneLine(url.encodedPath(), MOST_SHOWN);
  }

  /** Where the server is, as far as it may be shown. */
  @Override
  public String toString() {
    boolean usual = base.port() == HttpUrl.defaultPort(base.scheme());
    var host = base.host().indexOf(':') >= 0 ? "[" + base.host() + "]" : base.host();
    return base.scheme() + "://" + host + (usual ? "" : ":" + base.port());
  }
}
