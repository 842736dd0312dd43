package dev.pulse.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pulse.benchmarks.profile.Area.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;

class AreaTest {
  private static final Frame CHECK = java("dev.pulse.core.check.HttpCheck", "run");
  private static final Frame CALL = java("okhttp3.internal.connection.RealCall", "execute");
  private static final Frame MAP = java("java.util.HashMap", "get");
  private static final Frame POOL = java("java.util.concurrent.ThreadPoolExecutor", "runWorker");

  @Test
  void whatTheJdkDoesBelongsToWhoCallsIt() {
    assertThat(Area.of(List.of(MAP, CALL, CHECK))).isEqualTo(Area.OKHTTP);
    assertThat(Area.of(List.of(MAP, CHECK))).isEqualTo(Area.HTTP_CHECK);
  }

  @Test
  void aCallOfTheSystemIsToldApartFromItsCaller() {
    assertThat(Area.of(List.of(system("sun.nio.ch.Net", "connect0"), CALL, CHECK)))
        .isEqualTo(Area.SOCKETS);
    assertThat(Area.of(List.of(system("jdk.internal.misc.Unsafe", "park"), POOL)))
        .isEqualTo(Area.WAKING);
    assertThat(Area.of(List.of(system("java.io.FileInputStream", "readBytes"), CHECK)))
        .isEqualTo(Area.FILES);
  }

  @Test
  void nativeCodeOfLibrariesIsTheirs() {
    assertThat(Area.of(List.of(system("org.sqlite.core.NativeDB", "step"), CHECK)))
        .isEqualTo(Area.SQLITE);
    assertThat(Area.of(List.of(system("org.conscrypt.NativeCrypto", "ENGINE_SSL_read"), CALL)))
        .isEqualTo(Area.TLS);
  }

  @Test
  void stacksOfNobodyAreThoseOfTheJdk() {
    assertThat(Area.of(List.of(MAP, POOL))).isEqualTo(Area.THREADS);
    assertThat(Area.of(List.of(MAP))).isEqualTo(Area.JDK);
  }

  @Test
  void aStackThatCouldNotBeReadIsCountedAsThat() {
    assertThat(Area.of(List.of())).isEqualTo(Area.UNREADABLE);
  }

  private static Frame java(String type, String method) {
    return new Frame(type, method, false);
  }

  private static Frame system(String type, String method) {
    return new Frame(type, method, true);
  }
}
