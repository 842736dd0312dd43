package dev.pulse.core.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pulse.api.model.Status;
import dev.pulse.testkit.FakeCheckContext;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;

/** Whatever a server answers, over a real connection. */
class HttpCheckFuzzTest {
  private static final Pattern GOOD = Pattern.compile("HTTP/1\\.[01] [23]\\d\\d\\b");

  private volatile byte[] answer = {};
  private final RawServer server =
      new RawServer(
          socket -> {
            RawServer.readHead(socket);
            socket.getOutputStream().write(answer);
          });

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @FuzzTest
  void anyAnswerEndsInAResult(byte[] input) throws Exception {
    answer = input;
    var context = FakeCheckContext.builder().timeout(Duration.ofSeconds(3)).bodyWanted().build();

    var result = HttpCheck.get(server.url()).redirects(0).build().run(context);

    if (result.status() == Status.PASS) {
      assertThat(GOOD.matcher(new String(input, ISO_8859_1)).find()).isTrue();
      assertThat(result.details().get("status_code")).matches("[23]\\d\\d");
    } else {
      assertThat(result.reason()).isPresent();
    }
    assertThat(result.summary()).isNotBlank();
    assertThat(result.summary().codePoints().noneMatch(Character::isISOControl)).isTrue();
  }
}
