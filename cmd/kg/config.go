package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"
	"go.yaml.in/yaml/v3"

	"kg/graph"
)

// Config is what config.yaml holds. Keys that Cayley has too keep Cayley's names.
type Config struct {
	Store struct {
		Backend  string
		Address  string
		ReadOnly bool `mapstructure:"read_only"`
		Options  map[string]any
	}
	Query struct {
		Timeout time.Duration
	}
	Load struct {
		Batch   int
		Workers int
	}
	Queries struct{ Path string }
	Schema  struct{ File string }
	Extract struct {
		Reported string
	}
	Resolve struct {
		Gazetteer string
		Ledger    string
	}
	Serve struct {
		Addr  string
		Write bool
	}
}

// defaults are the values of keys that are set nowhere. Every key of Config has one, so that the environment
// can set it too.
var defaults = map[string]any{
	"store.backend":     "pebble",
	"store.address":     ".kg",
	"store.read_only":   false,
	"store.options":     map[string]any{},
	"query.timeout":     "30s",
	"load.batch":        32,
	"load.workers":      0,
	"queries.path":      "",
	"schema.file":       "",
	"extract.reported":  "plain",
	"resolve.gazetteer": "",
	"resolve.ledger":    "",
	"serve.addr":        "127.0.0.1:64210",
	"serve.write":       false,
}

// paths are the keys that hold a path; one in a file is relative to the folder of that file.
var paths = []string{"store.address", "queries.path", "schema.file", "resolve.gazetteer", "resolve.ledger"}

// loadConfig reads the configuration: flag over environment over file over default.
func loadConfig(f flags) (*Config, error) {
	v := viper.New()
	for key, value := range defaults {
		v.SetDefault(key, value)
	}
	v.SetEnvPrefix("KG")
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	v.AutomaticEnv()

	file, err := configFile(f.config)
	if err != nil {
		return nil, err
	}
	if file != "" {
		if err := checkConfig(file); err != nil {
			return nil, err
		}
		v.SetConfigFile(file)
		if err := v.ReadInConfig(); err != nil {
			return nil, fmt.Errorf("config %s: %w", file, err)
		}
		for _, key := range paths {
			if key == "store.address" && v.GetString("store.backend") == graph.Postgres {
				continue // it is no path
			}
			fromFile := v.InConfig(key) && os.Getenv(envName(key)) == ""
			if p := v.GetString(key); fromFile && p != "" && !filepath.IsAbs(p) {
				v.Set(key, filepath.Join(filepath.Dir(file), p))
			}
		}
	}
	if f.store != "" {
		v.Set("store.address", f.store)
	}
	for key, value := range defaults {
		text := os.Getenv(envName(key))
		if text == "" {
			continue
		}
		if err := checkValue(reflect.TypeOf(value), key, text); err != nil {
			return nil, fmt.Errorf("%s: %w", envName(key), err)
		}
	}
	var c Config
	if err := v.Unmarshal(&c); err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	return &c, nil
}

// envName is the environment variable that sets key.
func envName(key string) string { return "KG_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_")) }

// configFile is the file to read: the one that is named, which has to be there, or config.yaml of this folder,
// which need not.
func configFile(named string) (string, error) {
	if named == "" {
		named = os.Getenv("KG_CONFIG")
	}
	if named != "" {
		if _, err := os.Stat(named); err != nil {
			return "", fmt.Errorf("config %s: %w", named, unwrapPath(err))
		}
		return named, nil
	}
	const local = "config.yaml"
	switch _, err := os.Stat(local); {
	case err == nil:
		return local, nil
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	default:
		return "", fmt.Errorf("config %s: %w", local, unwrapPath(err))
	}
}

// unwrapPath takes the operation and the path off an error that will be shown with its path anyway.
func unwrapPath(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// checkConfig reports the first unknown key or bad value of a file, with its line.
func checkConfig(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("config %s: %w", file, unwrapPath(err))
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return fmt.Errorf("config %s: %s", file, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) == 0 {
		return nil
	}
	return checkNode(file, "", doc.Content[0])
}

func checkNode(file, prefix string, n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("config %s:%d: %s is not a mapping", file, n.Line, strings.TrimSuffix(prefix, "."))
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		key := prefix + name.Value
		if value.Tag == "!!null" {
			continue
		}
		def, known := defaults[key]
		switch {
		case known:
			if _, isMap := def.(map[string]any); isMap {
				if value.Kind != yaml.MappingNode {
					return fmt.Errorf("config %s:%d: %s is not a mapping", file, value.Line, key)
				}
				continue
			}
			if value.Kind != yaml.ScalarNode {
				return fmt.Errorf("config %s:%d: %s is not a single value", file, value.Line, key)
			}
			if err := checkValue(reflect.TypeOf(def), key, value.Value); err != nil {
				return fmt.Errorf("config %s:%d: %w", file, value.Line, err)
			}
		case isSection(key):
			if err := checkNode(file, key+".", value); err != nil {
				return err
			}
		default:
			return fmt.Errorf("config %s:%d: unknown key %s%s", file, name.Line, key, suggestion(key))
		}
	}
	return nil
}

func isSection(key string) bool {
	for k := range defaults {
		if strings.HasPrefix(k, key+".") {
			return true
		}
	}
	return false
}

// suggestion is a known key with the same last part, as a hint.
func suggestion(key string) string {
	last := key[strings.LastIndexByte(key, '.')+1:]
	best := ""
	for k := range defaults {
		if strings.HasSuffix(k, "."+last) && (best == "" || k < best) {
			best = k
		}
	}
	if best == "" {
		return ""
	}
	return ", did you mean " + best + "?"
}

// checkValue reports whether text can be the value of key, whose default has type t.
func checkValue(t reflect.Type, key, text string) error {
	var field any
	switch {
	case strings.HasSuffix(key, ".timeout"):
		d, err := time.ParseDuration(text)
		if err != nil || d < 0 {
			return fmt.Errorf("%s: %q is not a duration such as 30s or 2m", key, text)
		}
		return nil
	case t.Kind() == reflect.Bool:
		field = new(bool)
	case t.Kind() == reflect.Int:
		field = new(int)
	default:
		return nil
	}
	if err := mapstructure.WeakDecode(text, field); err != nil {
		return fmt.Errorf("%s: %q is not %s", key, text, map[reflect.Kind]string{reflect.Bool: "true or false", reflect.Int: "a whole number"}[t.Kind()])
	}
	if n, ok := field.(*int); ok && *n < 0 {
		return fmt.Errorf("%s: %d is negative", key, *n)
	}
	return nil
}
