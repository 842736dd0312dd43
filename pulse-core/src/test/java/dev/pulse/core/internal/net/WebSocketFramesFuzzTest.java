package dev.pulse.core.internal.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import okio.Buffer;
import okio.Sink;
import okio.Socket;
import okio.Source;

class WebSocketFramesFuzzTest {
  @FuzzTest
  void anyBytesAreMessagesOrRefused(byte[] input) {
    var told = new Buffer();
    long text = 0;
    try (var frames = new WebSocketFrames(socket(input, told))) {
      while (true) {
        var incoming = frames.next();
        if (incoming.isClose()) {
          assertThat(incoming.closed()).isBetween(1000, 4999);
          assertThat(incoming.text()).isNull();
        }
        text += incoming.text() == null ? 0 : incoming.text().getBytes(UTF_8).length;
        assertThat(text).isLessThanOrEqualTo(frames.received());
        assertThat(frames.received()).isLessThanOrEqualTo(input.length);
      }
    } catch (IOException e) {
      // Everything ends some day: at the end of the bytes at the latest.
      assertThat(text).isLessThanOrEqualTo(input.length);
    }
    // Only pings are answered, each with what it carried and a mask.
    assertThat(told.size()).isLessThanOrEqualTo(input.length * 3L);
  }

  private static Socket socket(byte[] said, Buffer told) {
    return new Socket() {
      @Override
      public Source getSource() {
        return new Buffer().write(said);
      }

      @Override
      public Sink getSink() {
        return told;
      }

      @Override
      public void cancel() {
        // Nothing is open.
      }
    };
  }
}
