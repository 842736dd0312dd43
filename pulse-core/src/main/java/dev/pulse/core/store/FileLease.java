package dev.pulse.core.store;

import dev.pulse.api.store.StoreException;
import dev.pulse.api.store.StoreInUseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a store file, alone. Held through a lock of the operating system on a file
 * beside it, which goes with the process however the process ends.
 */
final class FileLease implements AutoCloseable {
  // The only static state of Pulse that decides anything, because the lock is the process's: a
  // second channel on a lock file, closed after its attempt failed, would release the lock of the
  // first (fcntl, POSIX).
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path lockFile;
  private final FileChannel channel;
  private final AtomicBoolean released = new AtomicBoolean();

  private FileLease(Path lockFile, FileChannel channel) {
    this.lockFile = lockFile;
    this.channel = channel;
  }

  /**
   * Takes the lease of a file.
   *
   * @param file a real path: two names of one file must be the same here
   * @throws StoreInUseException when somebody has it
   * @throws StoreException when the lock file cannot be written
   */
  static FileLease take(Path file) {
    var lockFile = file.resolveSibling(file.getFileName() + ".lock");
    if (!HELD.add(lockFile)) {
      throw inUse(file);
    }
    @Nullable FileChannel channel = null;
    @Nullable FileLock lock = null;
    try {
      channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw inUse(file);
    } catch (IOException e) {
      throw new StoreException("cannot write the lock file " + lockFile + ": " + why(e), e);
    } finally {
      if (lock == null) {
        HELD.remove(lockFile);
        closeQuietly(channel);
      }
    }
    if (lock == null) {
      throw inUse(file);
    }
    return new FileLease(lockFile, channel);
  }

  private static StoreException inUse(Path file) {
    return new StoreInUseException(
        file + " is in use by another Pulse: stop that one, or give this one a file of its own");
  }

  /** The messages of these exceptions are the name of the file, which says nothing. */
  private static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileSystemException failure && failure.getReason() != null
        ? failure.getReason()
        : String.valueOf(e.getMessage());
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing was written and no lock is held: there is nothing to lose.
      }
    }
  }

  /** Gives the file free. The lock file stays: deleting it would race with the next taker. */
  @Override
  public void close() {
    if (!released.compareAndSet(false, true)) {
      return; // the name may be somebody else's by now
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new StoreException("cannot release the lock file " + lockFile, e);
    } finally {
      HELD.remove(lockFile);
    }
  }
}
