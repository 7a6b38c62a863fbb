# bash completion for nanobanana. The options come from each command's own --help, so that this file cannot be stale.

_nanobanana() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local commands
    if [ "$COMP_CWORD" -eq 1 ]; then
        commands=$("${COMP_WORDS[0]}" --help 2>/dev/null | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
        mapfile -t COMPREPLY < <(compgen -W "$commands --help --version" -- "$current")
        return
    fi
    case $previous in
        --image | --mask | --csv | --output | --config) compopt -o default; COMPREPLY=(); return ;;
        --input | --masks | --journal) compopt -o dirnames; COMPREPLY=(); return ;;
        --provider) mapfile -t COMPREPLY < <(compgen -W "auto nanobanana gemini openai local" -- "$current"); return ;;
    esac
    local options
    options=$("${COMP_WORDS[0]}" "${COMP_WORDS[1]}" --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]*' | sort -u)
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
}
complete -F _nanobanana nanobanana
