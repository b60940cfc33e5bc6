package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data"
)

// Writes ask for a key. Its secret comes as "Authorization: Bearer SECRET" (RFC 6750 §2.1)
// or as "X-API-Key: SECRET", never in the address, which is logged. No cookie is ever
// read, so that no other page can write in a visitor's name; and pages of other origins
// are not allowed these headers ([withCORS]).

// The kinds of problem with keys.
const (
	kindNoKey        = "key-required"
	kindWrongKey     = "key-not-accepted"
	kindRoleTooLow   = "role-too-low"
	kindNoRecords    = "no-records"
	headerAPIKey     = "X-API-Key" //nolint:gosec // the name of a header
	headerAuthorize  = "Authorization"
	headerChallenge  = "WWW-Authenticate"
	challenge        = `Bearer realm="lifecircle"`
	challengeInvalid = challenge + `, error="invalid_token"`
	challengeScope   = challenge + `, error="insufficient_scope"`
)

// secretOf is the secret that a request presents, "" for none. Two that differ are none.
func secretOf(r *http.Request) string {
	given := r.Header.Values(headerAPIKey)
	for _, v := range r.Header.Values(headerAuthorize) {
		scheme, secret, _ := strings.Cut(v, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return ""
		}
		given = append(given, secret)
	}
	if len(given) == 0 {
		return ""
	}
	for _, v := range given[1:] {
		if strings.TrimSpace(v) != strings.TrimSpace(given[0]) {
			return ""
		}
	}
	return strings.TrimSpace(given[0])
}

// keyFor is the key of a request that needs a role. Without one that is accepted it is a
// problem: 401, or 403 where the key is good and its role too low. Nothing of what was
// presented is repeated or logged.
func (s *server) keyFor(ctx context.Context, r *http.Request, needed data.Role) (*data.Key, error) {
	secret := secretOf(r)
	if secret == "" {
		return nil, &Problem{Status: http.StatusUnauthorized, Kind: kindNoKey, Challenge: challenge,
			Title: Text{En: "A key is required", Zh: "需要密钥"},
			Detail: Text{En: "writing needs a key: send Authorization: Bearer SECRET, or X-API-Key: SECRET; lifecircle key add makes one",
				Zh: "写入需要密钥：请发送 Authorization: Bearer 密钥，或 X-API-Key: 密钥；用 lifecircle key add 生成"}}
	}
	store, err := s.store()
	if err != nil {
		return nil, err
	}
	keys, err := store.Keys(ctx)
	if err != nil {
		return nil, s.ofStore(r, err)
	}
	key := data.FindKey(keys, secret)
	switch {
	case key == nil:
		return nil, &Problem{Status: http.StatusUnauthorized, Kind: kindWrongKey, Challenge: challengeInvalid,
			Title: Text{En: "The key is not accepted", Zh: "密钥无效"},
			Detail: Text{En: "no key has this secret, or it was revoked",
				Zh: "没有与之相符的密钥，或密钥已被吊销"}}
	case !key.Role.Allows(needed):
		return nil, &Problem{Status: http.StatusForbidden, Kind: kindRoleTooLow, Challenge: challengeScope,
			Title: Text{En: "The role of the key is too low", Zh: "密钥的角色权限不足"},
			Detail: Text{En: fmt.Sprintf("this needs the role %s; the key has the role %s", needed, key.Role),
				Zh: fmt.Sprintf("此操作需要角色 %s；该密钥的角色为 %s", needed, key.Role)}}
	}
	return key, nil
}

// store is where records are kept. Before the dataset is ready it is not there yet; of
// the demo county there is none.
func (s *server) store() (data.Records, error) {
	if s.records != nil {
		if store := s.records(); store != nil {
			return store, nil
		}
	}
	if s.provider.Current() == nil {
		return nil, notReady()
	}
	return nil, noRecords()
}

func noRecords() *Problem {
	return &Problem{Status: http.StatusServiceUnavailable, Kind: kindNoRecords,
		Title: Text{En: "Nothing can be kept here", Zh: "此服务不能保存数据"},
		Detail: Text{En: "this server answers from a dataset that cannot be written to: start it with --data FILE.gpkg, or with --db URL and a login that may write",
			Zh: "此服务所用的数据集不可写：请以 --data 文件.gpkg 启动，或以 --db 地址及有写权限的账号启动"}}
}

// ofStore makes of a failure of the store what the client is told of it.
func (s *server) ofStore(r *http.Request, err error) error {
	switch {
	case r.Context().Err() != nil:
		return r.Context().Err()
	case errors.Is(err, context.DeadlineExceeded):
		return timedOut(s.timeout.Seconds())
	case errors.Is(err, data.ErrReadOnly):
		exchangeOf(r.Context()).cause = err
		return noRecords()
	}
	exchangeOf(r.Context()).cause = err
	return internalError()
}
