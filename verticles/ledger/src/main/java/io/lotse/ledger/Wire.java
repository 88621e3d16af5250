package io.lotse.ledger;

import java.nio.charset.StandardCharsets;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

import io.lotse.contracts.ContractCodec;

/** Records as the bytes that voters speak and keep. */
final class Wire {
    private Wire() {}

    static String json(Object value) {
        return ContractCodec.encode(value).encode();
    }

    static byte[] bytes(Object value) {
        return json(value).getBytes(StandardCharsets.UTF_8);
    }

    static <T> T read(String json, Class<T> type) {
        return ContractCodec.decode(new JsonObject(json), type);
    }

    static <T> T read(byte[] json, Class<T> type) {
        return ContractCodec.decode(new JsonObject(Buffer.buffer(json)), type);
    }

    static Message message(Object value) {
        return Message.valueOf(UnsafeByteOperations.unsafeWrap(bytes(value)));
    }

    static <T> T read(ByteString json, Class<T> type) {
        return read(json.toByteArray(), type);
    }
}
