package dev.pulse.core.crash;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import com.squareup.moshi.Types;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a {@link CrashingPulse} watches, and whom it tells. The receivers have their moods: they
 * fail, stall, ask for patience, break connections. Half of the targets flap when they like; the
 * others stay down until every receiver has heard of it and up until every one has heard the
 * all-clear, so that a message that is lost stops them for ever.
 */
final class Town implements Closeable {
  /** Stands in the URL of every webhook, and nowhere else. */
  static final String TOKEN = "SECRET-d41d8cd98f";

  private static final int PATIENT = 4;
  private static final int RESTLESS = 4;
  private static final JsonAdapter<Map<String, Object>> JSON =
      new Moshi.Builder()
          .build()
          .adapter(Types.newParameterizedType(Map.class, String.class, Object.class));

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Random random;

  // Guarded by this.
  private final List<Arrival> arrivals = new ArrayList<>();
  private final Map<String, Target> targets = new HashMap<>();
  private boolean calm;

  /** A receiver, by how often in a hundred it does not simply take a message. */
  enum Mood {
    /** Always does. */
    FRIENDLY(0),
    /** Now and then not. */
    MOODY(35),
    /** More often not than yes. */
    BUSY(60);

    private final int trouble;

    Mood(int trouble) {
      this.trouble = trouble;
    }

    String channel() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Something that is up or down. */
  private static final class Target {
    boolean down;
    long settledIncident;
    long toggleAfterNanos;
  }

  Town(long seed) throws IOException {
    this.random = new Random(seed);
    this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    targets().forEach(name -> targets.put(name, new Target()));
    threads.execute(this::accept);
  }

  static List<String> targets() {
    return Stream.concat(
            IntStream.range(0, PATIENT).mapToObj(i -> "patient-" + i),
            IntStream.range(0, RESTLESS).mapToObj(i -> "restless-" + i))
        .toList();
  }

  static boolean isPatient(String target) {
    return target.startsWith("patient");
  }

  /** For the process of one life; what is still on its way when that is killed bears its number. */
  String url(int life) {
    return "http://127.0.0.1:" + server.getLocalPort() + "/" + life + "/";
  }

  synchronized List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /** From now on receivers take everything, and nothing goes down any more. */
  synchronized void calmDown() {
    calm = true;
  }

  /** Waits until every receiver has heard the end of all that it was told; says what is missing. */
  synchronized List<String> awaitPeace(long seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    var missing = missing();
    while (!missing.isEmpty() && System.nanoTime() < end) {
      TimeUnit.SECONDS.timedWait(this, 1);
      missing = missing();
    }
    return missing;
  }

  private List<String> missing() {
    var missing = new ArrayList<String>();
    targets.forEach(
        (name, target) -> {
          if (target.down) {
            missing.add(name + " is down, because not every receiver was told so");
          }
        });
    for (Mood mood : Mood.values()) {
      var firing = new HashMap<Long, String>();
      for (Arrival arrival : answered(mood)) {
        for (Arrival.Said said : arrival.alerts()) {
          if (said.firing()) {
            firing.put(said.incident(), said.check());
          } else {
            firing.remove(said.incident());
          }
        }
      }
      firing.forEach(
          (incident, check) ->
              missing.add(
                  mood + " believes that incident " + incident + " of " + check + " lasts"));
    }
    return missing;
  }

  private List<Arrival> answered(Mood mood) {
    return arrivals.stream()
        .filter(Arrival::answered)
        .filter(arrival -> arrival.channel().equals(mood.channel()))
        .toList();
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      var line = line(in);
      var words = line.split("[ /]+", -1);
      if (words.length < 4) {
        return; // Killed before it has said what it wants.
      }
      int length = 0;
      for (line = line(in); !line.isEmpty(); line = line(in)) {
        if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
        }
      }
      if (words[2].equals("target")) {
        answer(socket, isDown(words[3]) ? "503 Service Unavailable" : "200 OK", "");
      } else {
        var mood = Mood.valueOf(words[3].toUpperCase(Locale.ROOT));
        hear(socket, in, Integer.parseInt(words[1]), mood, length);
      }
    } catch (IOException e) {
      // The other side was killed, or has given up waiting.
    }
  }

  private synchronized boolean isDown(String name) {
    var target = targets.get(name);
    long now = System.nanoTime();
    if (now - target.toggleAfterNanos >= 0) {
      boolean may = !isPatient(name) || (target.down ? heardDown(name) : heardUp(name));
      if (may && !(calm && !target.down)) {
        target.down = !target.down;
        target.toggleAfterNanos =
            now
                + TimeUnit.MILLISECONDS.toNanos(
                    100 + random.nextInt(isPatient(name) ? 600 : 2_000));
      }
    }
    return target.down;
  }

  /** Every receiver has heard of an incident that is newer than the last one. */
  private boolean heardDown(String name) {
    var target = targets.get(name);
    long newest = 0;
    for (Mood mood : Mood.values()) {
      long heard = newest(mood, name, true);
      if (heard <= target.settledIncident) {
        return false;
      }
      newest = heard;
    }
    target.settledIncident = newest;
    return true;
  }

  /** Every receiver has heard the end of the last one. */
  private boolean heardUp(String name) {
    long last = targets.get(name).settledIncident;
    return Stream.of(Mood.values()).allMatch(mood -> newest(mood, name, false) >= last);
  }

  private long newest(Mood mood, String name, boolean firing) {
    return answered(mood).stream()
        .flatMap(arrival -> arrival.alerts().stream())
        .filter(said -> said.check().equals(name) && said.firing() == firing)
        .mapToLong(Arrival.Said::incident)
        .max()
        .orElse(0);
  }

  private void hear(Socket socket, InputStream in, int life, Mood mood, int length)
      throws IOException {
    int chance = chance();
    if (chance >= mood.trouble) {
      take(socket, life, mood, body(in, length));
    } else {
      switch (chance % 6) {
        case 0 -> answer(socket, "500 Internal Server Error", "");
        case 1 -> answer(socket, "429 Too Many Requests", "Retry-After: 1\r\n");
        case 2 -> reset(socket);
        case 3 -> {
          note(life, mood, body(in, length), false);
          reset(socket);
        }
        case 4 -> {
          note(life, mood, body(in, length), false);
          stall(socket, in, 1_000);
        }
        default -> {
          var body = body(in, length);
          stall(socket, in, 300);
          take(socket, life, mood, body);
        }
      }
    }
  }

  private synchronized int chance() {
    return calm ? 100 : random.nextInt(100);
  }

  /** Says nothing for a while; ends at once when the other side has gone. */
  private static void stall(Socket socket, InputStream in, int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      if (in.read() < 0) {
        throw new IOException("gone");
      }
    } catch (SocketTimeoutException e) {
      socket.setSoTimeout(0);
    }
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Written down before it is said: what the other side was told is known here in any case. */
  private void take(Socket socket, int life, Mood mood, Map<String, Object> body)
      throws IOException {
    int place = note(life, mood, body, true);
    try {
      answer(socket, "204 No Content", "");
    } catch (IOException e) {
      unsay(place);
      throw e;
    }
  }

  private synchronized int note(int life, Mood mood, Map<String, Object> body, boolean answered) {
    arrivals.add(Arrival.of(life, mood.channel(), body, answered));
    notifyAll();
    return arrivals.size() - 1;
  }

  private synchronized void unsay(int place) {
    var arrival = arrivals.get(place);
    arrivals.set(
        place,
        new Arrival(
            arrival.life(),
            arrival.channel(),
            arrival.id(),
            arrival.kind(),
            arrival.alerts(),
            false));
  }

  private static void answer(Socket socket, String status, String headers) throws IOException {
    var answer =
        "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    socket.shutdownOutput();
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private static Map<String, Object> body(InputStream in, int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("killed in the middle of a message");
    }
    return JSON.fromJson(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
