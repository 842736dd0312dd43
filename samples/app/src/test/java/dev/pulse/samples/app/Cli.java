package dev.pulse.samples.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The command line as a test uses it: arguments in, exit code and texts out. */
final class Cli {
  // One for all: each has threads until it is collected, and tests ask by the thousand.
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Captured out = new Captured();
  private final Captured err = new Captured();
  private final StopSignal stop = new StopSignal();
  private final Map<String, String> environment;
  private Keyboard keyboard = Keyboard.ofProcess(InputStream.nullInputStream());

  Cli() {
    this(Map.of());
  }

  Cli(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Somebody types. */
  Cli typing(Keyboard keyboard) {
    this.keyboard = keyboard;
    return this;
  }

  int run(String... arguments) {
    var surroundings = new Surroundings(environment, keyboard, out.stream(), err.stream(), stop);
    return new CommandLineInterface(surroundings).run(arguments);
  }

  /** Runs a command that serves; it ends when it is told to stop. */
  Serving serve(String... arguments) throws InterruptedException {
    var code =
        CompletableFuture.supplyAsync(
            () -> {
              int ended = run(arguments);
              // Whoever could not start has said so and will never be ready.
              out.stream().println("ended with " + ended);
              return ended;
            },
            task -> new Thread(task).start());
    var match = out.await("ready at (\\S+)|ended with (\\d+)");
    assertThat(match.group(1)).as("started; problems: %s", err.text()).isNotNull();
    return new Serving(URI.create(match.group(1)), code);
  }

  /** Tells a command that is under way to end, as Ctrl-C does. */
  void stop() {
    stop.ask();
  }

  String out() {
    return out.text();
  }

  /** Waits until something was written to standard error. */
  void awaitErr(String regex) throws InterruptedException {
    err.await(regex);
  }

  String err() {
    return err.text();
  }

  /** A command that serves. */
  final class Serving implements AutoCloseable {
    private final URI uri;
    private final CompletableFuture<Integer> code;

    private Serving(URI uri, CompletableFuture<Integer> code) {
      this.uri = uri;
      this.code = code;
    }

    URI uri() {
      return uri;
    }

    HttpResponse<String> get(String path) throws Exception {
      var request = HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(30));
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path) throws Exception {
      var request =
          HttpRequest.newBuilder(uri.resolve(path))
              .timeout(Duration.ofSeconds(30))
              .POST(HttpRequest.BodyPublishers.noBody());
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    int stop() throws Exception {
      stop.ask();
      return code.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
      stop();
    }
  }
}
