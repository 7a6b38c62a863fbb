# bash completion for nanobanana. Commands, options and what an option takes come from the program's own --help, so that
# this file cannot be stale; a test compares the values of --provider and --method with the option table.

_nanobanana() {
    local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local commands help options
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        commands=$("$program" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
        mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$current")
        return
    fi
    help=$("$program" "${COMP_WORDS[1]}" --help 2>/dev/null)
    case $(sed -n "s/^  \(-., \)\{0,1\}$previous <\([A-Z]*\).*/\2/p" <<<"$help") in
        FILE) compopt -o default; return ;;
        DIR) compopt -o dirnames; return ;;
        PROVIDER) mapfile -t COMPREPLY < <(compgen -W "auto nanobanana gemini openai local" -- "$current"); return ;;
        METHOD) mapfile -t COMPREPLY < <(compgen -W "patch telea" -- "$current"); return ;;
        ?*) return ;;
    esac
    if [ "${COMP_WORDS[1]}" = replay ] && [[ $current != -* ]]; then
        compopt -o dirnames
        return
    fi
    options=$(sed -n '/^Options:/,/^$/s/^  \(-., \)\{0,1\}\(--[a-z-]*\).*/\2/p' <<<"$help")
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
}
complete -F _nanobanana nanobanana
