package io.pawstream.runtime.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets no Java code of a process open a socket, and counts who tries. For a process of its own. */
public final class NoSockets extends SelectorProvider {
  /** What the process must be started with. */
  public static final List<String> JVM_OPTIONS =
      List.of(
          "-Djava.nio.channels.spi.SelectorProvider=" + NoSockets.class.getName(),
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

  private static final AtomicInteger TRIED = new AtomicInteger();

  private final SelectorProvider plain;

  /** For the JDK. */
  public NoSockets() throws ReflectiveOperationException {
    var get = Class.forName("sun.nio.ch.DefaultSelectorProvider").getDeclaredMethod("get");
    get.setAccessible(true);
    plain = (SelectorProvider) get.invoke(null);
  }

  /** From now on; {@link #JVM_OPTIONS} have done it for channels already. */
  @SuppressWarnings("deprecation")
  public static void forbid() throws IOException {
    if (!(SelectorProvider.provider() instanceof NoSockets)) {
      throw new IllegalStateException("start the process with JVM_OPTIONS");
    }
    Socket.setSocketImplFactory(RefusingSocket::new);
    ServerSocket.setSocketFactory(RefusingSocket::new);
  }

  /** How many sockets were asked for. */
  public static int tried() {
    return TRIED.get();
  }

  private static IOException refuse() {
    TRIED.incrementAndGet();
    return new IOException("no sockets here");
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    throw refuse();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    throw refuse();
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    throw refuse();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    throw refuse();
  }

  @Override
  public Pipe openPipe() throws IOException {
    return plain.openPipe();
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    return plain.openSelector();
  }

  /** The JDK's HTTP client makes an object of one, to look at its defaults; that opens nothing. */
  private static final class RefusingSocket extends SocketImpl {
    @Override
    protected void create(boolean stream) throws IOException {
      throw refuse();
    }

    @Override
    protected void connect(String host, int port) throws IOException {
      throw refuse();
    }

    @Override
    protected void connect(InetAddress address, int port) throws IOException {
      throw refuse();
    }

    @Override
    protected void connect(SocketAddress address, int timeout) throws IOException {
      throw refuse();
    }

    @Override
    protected void bind(InetAddress host, int port) throws IOException {
      throw refuse();
    }

    @Override
    protected void listen(int backlog) throws IOException {
      throw refuse();
    }

    @Override
    protected void accept(SocketImpl s) throws IOException {
      throw refuse();
    }

    @Override
    protected InputStream getInputStream() throws IOException {
      throw refuse();
    }

    @Override
    protected OutputStream getOutputStream() throws IOException {
      throw refuse();
    }

    @Override
    protected int available() throws IOException {
      throw refuse();
    }

    @Override
    protected void close() {}

    @Override
    protected void sendUrgentData(int data) throws IOException {
      throw refuse();
    }

    @Override
    public void setOption(int option, Object value) {}

    @Override
    public Object getOption(int option) {
      return 0;
    }
  }
}
