package dev.pulse.samples.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.Test;

class PacedOutputTest {
  private final List<String> events = new ArrayList<>();
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private boolean inTime = true;

  @Test
  void eachPieceHasItsOwnTimeAndNothingElseHasAny() throws IOException {
    var bytes = new byte[2 * PacedOutput.PIECE + 2];
    new Random(1).nextBytes(bytes);

    try (var out = new PacedOutput(target(), this::start)) {
      out.write(bytes, 1, bytes.length - 1);
      out.write(7);
    }

    var expected = Arrays.copyOfRange(bytes, 1, bytes.length + 1);
    expected[expected.length - 1] = 7;
    assertThat(taken.toByteArray()).isEqualTo(expected);
    assertThat(events)
        .containsExactly(
            "start", "32768", "end", "start", "32768", "end", "start", "1", "end", "start", "1",
            "end");
  }

  @Test
  void flushingIsTimedToo() throws IOException {
    new PacedOutput(target(), this::start).flush();

    assertThat(events).containsExactly("start", "flush", "end");
  }

  @Test
  void nothingIsWrittenForACallerWhoWasGivenUp() {
    inTime = false;
    var out = new PacedOutput(target(), this::start);

    assertThatThrownBy(() -> out.write(new byte[3 * PacedOutput.PIECE]))
        .isInstanceOf(IOException.class)
        .hasMessage("the caller took too little");
    assertThat(events).containsExactly("start", "32768", "end");
  }

  @Test
  void theTimeEndsWithAFailureToo() {
    var out = new PacedOutput(closed(), this::start);

    assertThatThrownBy(() -> out.write(1)).hasMessage("gone");
    assertThat(events).containsExactly("start", "end");
  }

  @Test
  void aConnectionThatWasClosedForTheDelayIsNoFailureOfItsOwn() {
    inTime = false;
    var out = new PacedOutput(closed(), this::start);

    assertThatThrownBy(() -> out.write(1))
        .isInstanceOf(EofException.class)
        .hasMessage("the caller took too little")
        .hasRootCauseMessage("gone");
  }

  private static OutputStream closed() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        throw new IOException("gone");
      }
    };
  }

  private BooleanSupplier start() {
    events.add("start");
    return () -> {
      events.add("end");
      return inTime;
    };
  }

  private OutputStream target() {
    return new OutputStream() {
      @Override
      public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) {
        events.add(String.valueOf(length));
        taken.write(bytes, from, length);
      }

      @Override
      public void flush() {
        events.add("flush");
      }
    };
  }
}
