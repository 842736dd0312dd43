package com.acme.pulse;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A station of parcel lockers, which answers {@code GET /compartments} with two numbers: {@code
 * free=12 total=40}. Immutable; thread-safe.
 */
final class LockerStation {
  private static final int MOST_BYTES = 200;
  private static final Pattern ANSWER = Pattern.compile("free=(\\d{1,6}) total=(\\d{1,6})");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI station;

  LockerStation(URI station) {
    this.station = station;
  }

  /** How many compartments there are, and how many of them are free. */
  record Compartments(int free, int total) {}

  /**
   * Asks the station.
   *
   * @param most how long that may take
   * @throws IOException when it cannot be reached, or answers something else
   */
  Compartments ask(Duration most) throws IOException, InterruptedException {
    if (most.isZero()) {
      throw new IOException("there is no time left to ask the station");
    }
    var request = HttpRequest.newBuilder(station.resolve("/compartments")).timeout(most).build();
    var answer = client.send(request, BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException("the station answered with status " + answer.statusCode());
      }
      var text = new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
      var numbers = ANSWER.matcher(text);
      if (!numbers.matches()) {
        throw new IOException("the station answered something else than free=… total=…");
      }
      var compartments =
          new Compartments(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
      if (compartments.free() > compartments.total()) {
        throw new IOException("the station has more free compartments than it has compartments");
      }
      return compartments;
    }
  }

  /** The address without user and query, which might be secrets. */
  @Override
  public String toString() {
    return station.getScheme()
        + "://"
        + station.getHost()
        + (station.getPort() < 0 ? "" : ":" + station.getPort());
  }
}
