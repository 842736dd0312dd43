package dev.pulse.core.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

class SmtpStartTlsFuzzTest {
  @FuzzTest
  void onlyAServerThatAgreesIsTakenAtItsWord(byte[] input) {
    var socket = new Spoken(input);
    try {
      new SmtpStartTls(socket).ask();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    var said = new String(input, ISO_8859_1);
    assertThat(said).startsWith("220").contains("\n250").contains("\n220");
    assertThat(said.toUpperCase(Locale.ROOT)).contains("STARTTLS");
    assertThat(socket.told.toString(ISO_8859_1)).matches("EHLO \\[.*]\r\nSTARTTLS\r\n");
  }

  /** A server that says the same whatever it is told. */
  private static final class Spoken extends Socket {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final InputStream said;

    Spoken(byte[] said) {
      this.said = new ByteArrayInputStream(said);
    }

    @Override
    public InputStream getInputStream() {
      return said;
    }

    @Override
    public OutputStream getOutputStream() {
      return told;
    }

    @Override
    public InetAddress getLocalAddress() {
      return InetAddress.getLoopbackAddress();
    }
  }
}
