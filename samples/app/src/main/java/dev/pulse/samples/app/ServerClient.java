package dev.pulse.samples.app;

import com.squareup.moshi.Moshi;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Asks a running server for something and writes it, to standard output or to a file. A file gets
 * its name when all of it is there; what was broken off is an error.
 */
final class ServerClient {
  /** Not an option: everybody on the machine can read the command lines of processes. */
  static final String TOKEN = "PULSE_TOKEN";

  private static final int MOST_OF_AN_ERROR = 64 * 1024;
  private static final MediaType JSON = MediaType.get("application/json");

  private final Surroundings surroundings;
  private final ServerAddress address;
  private final CommandLine command;

  ServerClient(Surroundings surroundings, ServerAddress address, CommandLine command) {
    this.surroundings = surroundings;
    this.address = address;
    this.command = command;
  }

  /**
   * Asks and writes.
   *
   * @param path below the address of the server, such as {@code api/v1/export}
   * @param mediaType what the answer must be of; anything else is not from Pulse
   * @param parameters those that are null are left out
   * @param output the file; null for standard output
   * @return the exit code
   */
  int get(
      String path,
      String mediaType,
      Map<String, @Nullable String> parameters,
      @Nullable Path output)
      throws StartException {
    return ask(
        new Request.Builder().url(url(path, parameters)),
        mediaType,
        response -> output == null ? print(response) : save(response, output));
  }

  /**
   * Has something done, and writes the sentence that is the answer.
   *
   * @param method {@code POST} or {@code DELETE}
   * @param path below the address of the server
   * @param parameters those that are null are left out
   * @param body sent as JSON; parts that are null are left out. Empty for none
   * @return the exit code
   */
  int tell(
      String method,
      String path,
      Map<String, @Nullable String> parameters,
      Map<String, @Nullable String> body)
      throws StartException {
    var json = new Moshi.Builder().build().adapter(Object.class).toJson(body);
    var request =
        new Request.Builder()
            .url(url(path, parameters))
            .method(method, body.isEmpty() ? null : RequestBody.create(json, JSON));
    return ask(request, "application/json", this::printMessage);
  }

  /** Does something with a good answer. */
  private interface Reading {
    int read(Response response) throws StartException, IOException;
  }

  private int ask(Request.Builder request, String mediaType, Reading reading)
      throws StartException {
    var client =
        new OkHttpClient.Builder()
            .readTimeout(address.timeout())
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .build();
    var token = surroundings.environment().get(TOKEN);
    if (token != null && !token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    var call = client.newCall(request.build());
    try (var response = call.execute()) {
      if (response.code() != 200) {
        return refused(response);
      }
      var type = response.header("Content-Type", "");
      if (!String.valueOf(type).startsWith(mediaType)) {
        throw new IOException("the answer is \"" + type + "\", and not from Pulse");
      }
      return reading.read(response);
    } catch (IOException e) {
      throw new StartException(
          "cannot ask " + shown(call.request().url()) + ": " + e.getMessage(), e);
    } finally {
      client.connectionPool().evictAll();
      client.dispatcher().executorService().shutdown();
    }
  }

  private int printMessage(Response response) throws IOException {
    var text = response.peekBody(MOST_OF_AN_ERROR).string();
    var answer = new Moshi.Builder().build().adapter(Object.class).fromJson(text);
    if (!(answer instanceof Map<?, ?> map) || !(map.get("message") instanceof String message)) {
      throw new IOException("the answer is not from Pulse");
    }
    surroundings.out().println(CommandLineInterface.oneLine(message));
    if (map.get("id") instanceof String id) {
      surroundings.out().println("Run " + CommandLineInterface.oneLine(id));
    }
    return ExitCode.OK;
  }

  private HttpUrl url(String path, Map<String, @Nullable String> parameters) {
    var base = base();
    if (address.timeout().isNegative() || address.timeout().isZero()) {
      throw new ParameterException(command, "--timeout must be longer than nothing");
    }
    var url = base.newBuilder().query(null).fragment(null);
    for (String segment : path.split("/", -1)) {
      url.addPathSegment(segment);
    }
    parameters.forEach(
        (name, value) -> {
          if (value != null) {
            url.addQueryParameter(name, value);
          }
        });
    return url.build();
  }

  private HttpUrl base() {
    var base = HttpUrl.parse(address.url());
    if (base == null) {
      throw new ParameterException(
          command, "--url must look like http://127.0.0.1:8080" + insteadOf(address.url()));
    }
    if (!base.username().isEmpty() || !base.password().isEmpty()) {
      throw new ParameterException(
          command,
          "--url must not hold a user or a password: the token comes from the variable " + TOKEN);
    }
    return base;
  }

  /** Nothing where somebody may have put a password or a token. */
  private static String insteadOf(String url) {
    return url.indexOf('@') < 0 && url.indexOf('?') < 0 ? ", but is \"" + url + "\"" : "";
  }

  /** Without what a URL may hide. */
  private static String shown(HttpUrl url) {
    return url.scheme() + "://" + url.host() + ":" + url.port() + url.encodedPath();
  }

  private int refused(Response response) throws IOException {
    var text = response.peekBody(MOST_OF_AN_ERROR).string();
    surroundings
        .err()
        .println(command.getCommandSpec().qualifiedName() + ": " + why(response, text));
    return response.code() == 400 ? ExitCode.USAGE : ExitCode.FAILED;
  }

  private static String why(Response response, String text) {
    if (response.code() == 401) {
      return "the server wants a token: set the variable " + TOKEN;
    }
    var detail = detail(text);
    return "the server answered "
        + response.code()
        + (detail == null ? "" : ": " + CommandLineInterface.oneLine(detail));
  }

  private static @Nullable String detail(String text) {
    try {
      var problem = new Moshi.Builder().build().adapter(Object.class).fromJson(text);
      return problem instanceof Map<?, ?> map && map.get("detail") instanceof String detail
          ? detail
          : null;
    } catch (IOException e) {
      // Not one of our server's errors: its status has to do.
      return null;
    }
  }

  private int print(Response response) throws StartException, IOException {
    copy(response, surroundings.out());
    surroundings.out().flush();
    if (surroundings.out().checkError()) {
      throw new IOException("standard output is closed");
    }
    return ExitCode.OK;
  }

  private int save(Response response, Path target) throws StartException {
    var part = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (var out = Files.newOutputStream(part)) {
        copy(response, out);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new StartException("cannot write " + target + ": " + e, e);
    } finally {
      remove(part);
    }
  }

  private static void copy(Response response, OutputStream out) throws StartException, IOException {
    var in = response.body().byteStream();
    var buffer = new byte[32 * 1024];
    while (true) {
      int read;
      try {
        read = in.read(buffer);
      } catch (IOException e) {
        throw new StartException(
            "the answer was broken off, and is not complete: " + e.getMessage(), e);
      }
      if (read < 0) {
        return;
      }
      out.write(buffer, 0, read);
    }
  }

  private void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      surroundings.err().println("cannot remove " + part + ": " + e);
    }
  }
}
