package dev.pulse.core.internal.net;

import dev.pulse.core.net.EgressPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

/**
 * A socket that asks an {@link EgressPolicy} before it connects, sends small writes at once, and is
 * closed when its thread is interrupted. The last is why everything is handed to the socket of a
 * channel: a plain one blocks a platform thread through every interrupt, and a second thread per
 * run that waits for it would cost more than this class.
 */
// The channel's socket does its own locking; a lock here would keep close() from a blocked thread.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class GuardedSocket extends Socket {
  private final EgressPolicy policy;
  private final Runnable connected;
  private final long mostRead;
  private final Socket channel;

  GuardedSocket(EgressPolicy policy, Runnable connected, long mostRead) throws IOException {
    super((SocketImpl) null);
    this.policy = policy;
    this.connected = connected;
    this.mostRead = mostRead;
    this.channel = SocketChannel.open().socket();
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    if (!(endpoint instanceof InetSocketAddress inet) || inet.isUnresolved()) {
      throw new UnknownHostException("the name has not been resolved");
    }
    var rule = policy.check(inet.getAddress());
    if (rule.isPresent()) {
      throw new EgressDeniedException(inet.getAddress(), rule.get());
    }
    channel.connect(endpoint, timeout);
    channel.setTcpNoDelay(true);
    connected.run();
  }

  @Override
  public void bind(SocketAddress local) throws IOException {
    channel.bind(local);
  }

  @Override
  public InetAddress getInetAddress() {
    return channel.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return channel.getLocalAddress();
  }

  @Override
  public int getPort() {
    return channel.getPort();
  }

  @Override
  public int getLocalPort() {
    return channel.getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return channel.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return channel.getLocalSocketAddress();
  }

  @Override
  public SocketChannel getChannel() {
    return channel.getChannel();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    var stream = channel.getInputStream();
    return mostRead == Long.MAX_VALUE ? stream : new BoundedStream(stream, mostRead);
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return channel.getOutputStream();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    channel.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return channel.getTcpNoDelay();
  }

  @Override
  public void setSoLinger(boolean on, int linger) throws SocketException {
    channel.setSoLinger(on, linger);
  }

  @Override
  public int getSoLinger() throws SocketException {
    return channel.getSoLinger();
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    channel.setSoTimeout(timeout);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return channel.getSoTimeout();
  }

  @Override
  public void setSendBufferSize(int size) throws SocketException {
    channel.setSendBufferSize(size);
  }

  @Override
  public int getSendBufferSize() throws SocketException {
    return channel.getSendBufferSize();
  }

  @Override
  public void setReceiveBufferSize(int size) throws SocketException {
    channel.setReceiveBufferSize(size);
  }

  @Override
  public int getReceiveBufferSize() throws SocketException {
    return channel.getReceiveBufferSize();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    channel.setKeepAlive(on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return channel.getKeepAlive();
  }

  @Override
  public void setReuseAddress(boolean on) throws SocketException {
    channel.setReuseAddress(on);
  }

  @Override
  public boolean getReuseAddress() throws SocketException {
    return channel.getReuseAddress();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isBound() {
    return channel.isBound();
  }

  @Override
  public boolean isClosed() {
    return channel.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return channel.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return channel.isOutputShutdown();
  }

  @Override
  public String toString() {
    return channel.toString();
  }
}
